package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.comparison.ComparisonEndpoint;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.explain.ExplainEndpoint;
import io.gatehouse.app.explain.RequestExplainer;
import io.gatehouse.app.lifecycle.ReadinessSwitch;
import io.gatehouse.app.reload.RegistryEndpoint;
import io.gatehouse.app.reload.RegistryReloader;
import io.gatehouse.app.reload.ReloadEndpoint;
import io.gatehouse.app.reload.SoajsReloadEndpoint;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.admin.AdminRoutes;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.AdminSettings;
import io.gatehouse.http.admin.AdminView;
import io.gatehouse.http.admin.SoajsResponses;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.throttle.mongo.MongoLedger;
import io.gatehouse.throttle.mongo.store.StoreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** The server that operators talk to. */
final class AdminModule extends AbstractModule {

    @Provides
    @Singleton
    static AdminView view(
            AdminView.About about,
            LiveRegistry live,
            Upstreams upstreams,
            GatewayClock clock,
            Optional<MongoLedger> counters) {
        return new AdminView(
                about,
                live,
                upstreams,
                clock,
                () -> counters.map(MongoLedger::state).map(AdminModule::told));
    }

    private static AdminView.CounterStore told(StoreState state) {
        String since = Instant.ofEpochMilli(state.sinceMillis()).toString();
        return new AdminView.CounterStore("mongo", state.out(), since, state.nodes());
    }

    @Provides
    @Singleton
    static ExplainEndpoint explanation(RequestExplainer explainer, LiveRegistry live) {
        return new ExplainEndpoint(explainer, live);
    }

    @Provides
    @Singleton
    static ComparisonEndpoint comparison(
            RegistryReloader reloader, GatewayConfiguration configuration, GatewayClock clock) {
        return new ComparisonEndpoint(reloader::served, configuration, clock);
    }

    @Provides
    @Singleton
    static AdminServer server(
            AdminSettings settings,
            AdminView view,
            ReadinessSwitch readiness,
            PrometheusPage metrics,
            ExplainEndpoint explanation,
            ComparisonEndpoint comparison,
            RegistryReloader reloader,
            LiveRegistry live,
            GatewayClock clock) {
        var routes = new ArrayList<>(AdminRoutes.of(view, readiness, metrics));
        routes.add(AdminRoutes.post("/explain", ExplainEndpoint.LARGEST_BODY, explanation));
        routes.add(AdminRoutes.guardedGet("/registry", new RegistryEndpoint(live)));
        routes.add(AdminRoutes.post("/registry/diff", ComparisonEndpoint.LARGEST_BODY, comparison));
        routes.add(AdminRoutes.post("/reload", 0, new ReloadEndpoint(reloader, live)));
        var soajs = new SoajsResponses(view);
        routes.add(AdminRoutes.guardedGet("/reloadRegistry", new SoajsReloadEndpoint(reloader, soajs, true)));
        routes.add(AdminRoutes.guardedGet("/loadProvision", new SoajsReloadEndpoint(reloader, soajs, false)));
        return new AdminServer(settings, routes, clock);
    }
}
