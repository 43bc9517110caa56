package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdapterFailure;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return injector(configuration, registry, extensions, AdapterCatalog.own(), Map.of(), connections);
    }

    /**
     * The same with adapters of plug-ins.
     *
     * @param adapters those that the configuration names
     * @param variables the environment variables that placeholders may name
     * @throws AdapterFailure if an adapter cannot be made
     * @throws StartFailure if what adapters bring does not go together
     */
    public static Injector injector(
            GatewayConfiguration configuration,
            RegistryInput registry,
            Extensions extensions,
            AdapterCatalog adapters,
            Map<String, String> variables,
            MongoConnections connections) {
        var modules = new ArrayList<Module>(of(configuration, registry, extensions, connections));
        modules.add(new AdaptersModule(adapters, new ProcessEnvironment(configuration.environment(), variables)));
        Injector injector = Guice.createInjector(Stage.DEVELOPMENT, modules);
        try {
            AdaptersInUse made = injector.getInstance(AdaptersInUse.class);
            if (!made.all(ExtensionPoint.ADMIN_ROUTE, AdminRoute.class).isEmpty()) {
                injector.getInstance(AdminServer.class);
            }
            return injector;
        } catch (ProvisionException e) {
            throw e.getCause() instanceof AdapterFailure || e.getCause() instanceof StartFailure
                    ? (RuntimeException) e.getCause()
                    : e;
        }
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
                binder -> binder.bind(Extensions.class).toInstance(extensions),
                new TimeModule(),
                new RegistryModule(registry),
                new UpstreamModule(),
                new HealthModule(),
                binder -> binder.bind(MongoConnections.class).toInstance(connections),
                new ThrottleModule(),
                new PipelineModule(),
                new HeapModule(budget),
                new MetricsModule(),
                new DashboardModule(),
                new UsageModule(),
                new TrafficModule(),
                new ListenersModule(),
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
}
