package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.comparison.ComparisonEndpoint;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.dashboard.RegistryOverview;
import io.gatehouse.app.explain.ExplainEndpoint;
import io.gatehouse.app.explain.PastExplainer;
import io.gatehouse.app.explain.RequestExplainer;
import io.gatehouse.app.lifecycle.ReadinessSwitch;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.app.plugin.WatchedLedger;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.RegistryEndpoints;
import io.gatehouse.app.registry.RegistryGenerations;
import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.usage.UnusedEndpoint;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.admin.AdminRoutes;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.AdminSettings;
import io.gatehouse.http.admin.AdminSocket;
import io.gatehouse.http.admin.AdminView;
import io.gatehouse.http.admin.SoajsResponses;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.observability.anomaly.Analytics;
import io.gatehouse.observability.anomaly.AnalyticsRoutes;
import io.gatehouse.observability.api.DashboardApi;
import io.gatehouse.observability.dashboard.DashboardPage;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.observability.usage.UsageRoute;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.throttle.shared.SharedLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
            Optional<SharedLedger> shared,
            Optional<WatchedLedger> watched,
            AdaptersInUse adapters,
            ServedCertificates certificates) {
        Optional<AdaptersInUse.SharedStore> store = adapters.counterStore();
        return new AdminView(
                about,
                live,
                upstreams,
                clock,
                () -> shared.map(SharedLedger::state)
                        .map(state -> counterStore(
                                store.orElseThrow().name(), state.out(), state.sinceMillis(), state.processes()))
                        .or(() -> adapters.ledgerStore(watched).map(AdminModule::counterStore)),
                certificates);
    }

    private static AdminView.CounterStore counterStore(AdaptersInUse.NamedStore store) {
        var status = store.status();
        return counterStore(store.name(), status.out(), status.sinceMillis(), status.nodes());
    }

    private static AdminView.CounterStore counterStore(String name, boolean out, long sinceMillis, int processes) {
        return new AdminView.CounterStore(
                name, out, Instant.ofEpochMilli(sinceMillis).toString(), processes);
    }

    @Provides
    @Singleton
    static ExplainEndpoint explanation(RequestExplainer explainer, LiveRegistry live) {
        return new ExplainEndpoint(explainer, live);
    }

    @Provides
    @Singleton
    static ComparisonEndpoint comparison(
            RegistryLoader loader, GatewayConfiguration configuration, Capabilities capabilities, GatewayClock clock) {
        return new ComparisonEndpoint(loader::readServed, configuration, capabilities, clock);
    }

    /** What the admin server answers, at its address and at its socket. */
    record Routes(List<AdminRoute> all) {}

    @Provides
    @Singleton
    static RegistryOverview overview(
            LiveRegistry live,
            RegistryGenerations generations,
            GatewayConfiguration configuration,
            GatewayClock clock) {
        return new RegistryOverview(live, generations, configuration, clock);
    }

    @Provides
    @Singleton
    static Routes routes(
            AdminView view,
            ReadinessSwitch readiness,
            PrometheusPage metrics,
            ExplainEndpoint explanation,
            ComparisonEndpoint comparison,
            RegistryLoader loader,
            LiveRegistry live,
            Optional<DashboardApi> dashboard,
            PastExplainer past,
            RegistryOverview overview,
            AdaptersInUse adapters,
            Optional<Analytics> analytics,
            Optional<UsageLedger> usage,
            GatewayConfiguration configuration,
            Capabilities capabilities,
            GatewayClock clock) {
        var routes = new ArrayList<>(AdminRoutes.of(view, readiness, metrics));
        routes.add(AdminRoutes.post("/explain", ExplainEndpoint.LARGEST_BODY, explanation));
        routes.add(AdminRoutes.post("/registry/diff", ComparisonEndpoint.LARGEST_BODY, comparison));
        routes.addAll(new RegistryEndpoints(loader, live, new SoajsResponses(view)).routes());
        dashboard.ifPresent(api -> {
            routes.addAll(api.routes(past));
            routes.add(AdminRoutes.dashboardHealth(view));
            routes.add(AdminRoutes.guardedGet("/dashboard/api/registry", overview));
        });
        analytics.ifPresent(known -> routes.addAll(AnalyticsRoutes.of(known)));
        usage.ifPresent(ledger -> {
            routes.add(new UsageRoute(ledger, clock));
            routes.add(new UnusedEndpoint(ledger, loader::readServed, configuration, capabilities, clock));
        });
        routes.addAll(adapters.all(ExtensionPoint.ADMIN_ROUTE, AdminRoute.class));
        if (dashboard.isPresent()) {
            routes.addAll(DashboardPage.routes(routes));
        }
        return new Routes(List.copyOf(routes));
    }

    @Provides
    @Singleton
    static AdminServer server(AdminSettings settings, Routes routes, GatewayClock clock) {
        try {
            return new AdminServer(settings, routes.all(), clock);
        } catch (IllegalArgumentException e) {
            throw new StartFailure("admin.routes: " + e.getMessage(), e);
        }
    }

    @Provides
    @Singleton
    static Optional<AdminSocket> socket(GatewayConfiguration configuration, Routes routes, GatewayClock clock) {
        FilePath socket = configuration.admin().socket();
        return socket == null
                ? Optional.empty()
                : Optional.of(
                        new AdminSocket(socket.resolve(), configuration.admin().socketAccess(), routes.all(), clock));
    }
}
