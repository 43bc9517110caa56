package io.gatehouse.security.device;

import com.google.inject.AbstractModule;
import io.gatehouse.domain.device.DeviceParser;

/** Binds the reading of user agents. Nothing is loaded before it is needed. */
public final class DeviceModule extends AbstractModule {

    @Override
    protected void configure() {
        var parser = new UserAgentParser();
        bind(UserAgentParser.class).toInstance(parser);
        bind(DeviceParser.class).toInstance(parser);
    }
}
