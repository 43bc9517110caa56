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
import io.gatehouse.http.admin.AdminRoute;
import io.gatehouse.http.admin.AdminRoutes;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.AdminSettings;
import io.gatehouse.http.admin.AdminView;
import io.gatehouse.http.admin.CounterStoreState;
import io.gatehouse.http.admin.SoajsResponses;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.throttle.shared.SharedLedger;
import io.gatehouse.throttle.shared.SharedLedger.StoreState;
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
            Optional<SharedLedger> counters) {
        return new AdminView(
                about,
                live,
                upstreams,
                clock,
                () -> counters.map(SharedLedger::state).map(AdminModule::told));
    }

    private static CounterStoreState told(StoreState state) {
        String since = Instant.ofEpochMilli(state.sinceMillis()).toString();
        return new CounterStoreState("mongo", state.out(), since, state.processes());
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
        routes.add(AdminRoute.post("/explain", explanation).taking(ExplainEndpoint.LARGEST_BODY));
        routes.add(AdminRoute.guardedGet("/registry", new RegistryEndpoint(live)));
        routes.add(AdminRoute.post("/registry/diff", comparison).taking(ComparisonEndpoint.LARGEST_BODY));
        routes.add(AdminRoute.post("/reload", new ReloadEndpoint(reloader, live)));
        var soajs = new SoajsResponses(view);
        routes.add(AdminRoute.guardedGet("/reloadRegistry", new SoajsReloadEndpoint(reloader, soajs, true)));
        routes.add(AdminRoute.guardedGet("/loadProvision", new SoajsReloadEndpoint(reloader, soajs, false)));
        return new AdminServer(settings, routes, clock);
    }
}
