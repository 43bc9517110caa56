package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.lifecycle.ReadinessSwitch;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.admin.AdminRoutes;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.AdminSettings;
import io.gatehouse.http.admin.AdminView;
import io.gatehouse.http.metrics.PrometheusPage;

/** The server that operators talk to. */
final class AdminModule extends AbstractModule {

    @Provides
    @Singleton
    static AdminView view(AdminView.About about, LiveRegistry live, Upstreams upstreams, GatewayClock clock) {
        return new AdminView(about, live, upstreams, clock);
    }

    @Provides
    @Singleton
    static AdminServer server(
            AdminSettings settings, AdminView view, ReadinessSwitch readiness, PrometheusPage metrics) {
        return new AdminServer(settings, AdminRoutes.of(view, readiness, metrics));
    }
}
