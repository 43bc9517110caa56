package io.gatehouse.security.device;

import com.google.inject.AbstractModule;
import io.gatehouse.domain.device.DeviceParser;

/** Binds the reading of user agents. Nothing is loaded before it is needed. */
public final class DeviceModule extends AbstractModule {

    private final long mostBytes;

    /** Takes that many bytes of the heap at most for what is remembered. */
    public DeviceModule(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    protected void configure() {
        var parser = new UserAgentParser(mostBytes);
        bind(UserAgentParser.class).toInstance(parser);
        bind(DeviceParser.class).toInstance(parser);
    }
}
