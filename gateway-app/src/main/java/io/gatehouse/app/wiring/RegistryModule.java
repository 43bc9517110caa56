package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.RegistryActivation;
import io.gatehouse.app.registry.RegistryGenerations;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.app.registry.RegistryWatch;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;

/** The registry as requests see it, which is none until the lifecycle starts it, and its loading. */
final class RegistryModule extends AbstractModule {

    private final RegistryInput input;

    RegistryModule(RegistryInput input) {
        this.input = input;
    }

    @Override
    protected void configure() {
        bind(LiveRegistry.class).toInstance(new LiveRegistry());
        bind(RegistryGenerations.class).toInstance(new RegistryGenerations());
        bind(RegistryActivation.class).in(Singleton.class);
    }

    @Provides
    @Singleton
    static SnapshotCompiler compiler(GatewayConfiguration configuration, GatewayClock clock) {
        return RegistryReading.compiler(configuration, clock);
    }

    @Provides
    @Singleton
    RegistryLoader loader(
            Capabilities capabilities,
            SnapshotCompiler compiler,
            RegistryActivation activation,
            LiveRegistry live,
            RegistryGenerations generations,
            GatewayClock clock) {
        return new RegistryLoader(input, capabilities, compiler, activation, live, generations, clock);
    }

    @Provides
    @Singleton
    RegistryWatch watch(RegistryLoader loader, LiveRegistry live, GatewayClock clock) {
        return new RegistryWatch(input.source(), loader, live, clock);
    }
}
