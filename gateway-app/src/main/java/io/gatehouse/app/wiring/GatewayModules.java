package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.mongodb.MongoConnections;
import java.util.List;

/** The list of everything that a gateway is made of. */
public final class GatewayModules {

    private GatewayModules() {}

    /**
     * The parts of one gateway; making them starts nothing that listens. Two injectors share nothing.
     *
     * @param connections closed along with the gateway
     */
    public static Injector injector(
            GatewayConfiguration configuration,
            RegistryInput registry,
            Extensions extensions,
            MongoConnections connections) {
        return Guice.createInjector(Stage.DEVELOPMENT, of(configuration, registry, extensions, connections));
    }

    private static List<Module> of(
            GatewayConfiguration configuration,
            RegistryInput registry,
            Extensions extensions,
            MongoConnections connections) {
        HeapBudget budget = HeapBudget.of(Runtime.getRuntime().maxMemory());
        return List.of(
                new StrictModule(),
                new SettingsModule(configuration),
                new ExtensionsModule(extensions),
                new TimeModule(),
                new RegistryModule(registry),
                new UpstreamModule(),
                new HealthModule(),
                SecurityModule.of(configuration, budget),
                new MongoModule(connections),
                new ThrottleModule(),
                new PipelineModule(),
                new HeapModule(budget),
                new MetricsModule(),
                new TrafficModule(),
                new HttpModule(),
                new AdminModule(),
                new LifecycleModule());
    }

    /** Nothing is bound that is not written down, and nothing is made by magic. */
    private static final class StrictModule extends AbstractModule {
        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            binder().requireAtInjectOnConstructors();
            binder().requireExactBindingAnnotations();
            binder().disableCircularProxies();
        }
    }

    private static final class ExtensionsModule extends AbstractModule {
        private final Extensions extensions;

        ExtensionsModule(Extensions extensions) {
            this.extensions = extensions;
        }

        @Override
        protected void configure() {
            bind(Extensions.class).toInstance(extensions);
        }
    }
}
