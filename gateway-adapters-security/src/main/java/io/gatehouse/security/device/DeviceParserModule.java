package io.gatehouse.security.device;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;

/** Binds the reading of user agents by the patterns of uap-java. Nothing is loaded before it is needed. */
public final class DeviceParserModule extends AdapterModule {

    /** There is nothing to set. */
    public record DeviceParserConfiguration() {}

    /** The module named {@code uap}. */
    public DeviceParserModule() {
        super(ExtensionPoint.DEVICE, "uap", DeviceParserConfiguration.class);
    }

    @Override
    protected void configure() {
        bind(DeviceParser.class).to(UserAgentParser.class);
        bind(AdapterSupport.class).to(UserAgentParser.class);
    }

    @Provides
    @Singleton
    static UserAgentParser parser(HeapBudget budget) {
        return new UserAgentParser(budget.devices());
    }
}
