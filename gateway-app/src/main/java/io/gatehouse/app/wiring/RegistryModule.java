package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.RegistryActivation;
import io.gatehouse.app.reading.RegistryCompilation;
import io.gatehouse.app.reload.RegistryInput;
import io.gatehouse.app.reload.RegistryReloader;
import io.gatehouse.app.reload.RegistryWatch;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.GatewayClock;

/** The registry as requests see it, beginning with the one that was read before anything else was made, and its reloading. */
final class RegistryModule extends AbstractModule {

    private final RegistryInput input;

    RegistryModule(RegistryInput input) {
        this.input = input;
    }

    @Override
    protected void configure() {
        bind(RegistryInput.class).toInstance(input);
    }

    @Provides
    @Singleton
    static SnapshotCompiler compiler(GatewayConfiguration configuration, GatewayClock clock) {
        return RegistryCompilation.compiler(configuration, clock);
    }

    @Provides
    @Singleton
    LiveRegistry live(SnapshotCompiler compiler) {
        return new LiveRegistry(input.first()
                .map(first -> compiler.compile(first.documents(), first.source()))
                .orElseGet(Snapshot::none));
    }

    @Provides
    @Singleton
    RegistryReloader reloader(
            GatewayConfiguration configuration,
            SnapshotCompiler compiler,
            RegistryActivation activation,
            LiveRegistry live,
            GatewayClock clock) {
        return new RegistryReloader(input, configuration, compiler, activation, live, clock);
    }

    @Provides
    @Singleton
    RegistryWatch watch(RegistryReloader reloader, LiveRegistry live, GatewayClock clock) {
        return new RegistryWatch(input.source(), reloader, live, clock);
    }
}
