package io.gatehouse.http.admin;

import io.gatehouse.http.metrics.PrometheusPage;
import java.util.List;
import java.util.function.Supplier;

/** The list of what the admin server answers. */
public final class AdminRoutes {

    private AdminRoutes() {}

    /** Every route; a new one is a class and a line here. */
    public static List<AdminRoute> of(AdminView view, Supplier<Readiness> readiness, PrometheusPage metrics) {
        var answers = new SoajsResponses(view);
        return List.of(
                AdminRoute.get("/livez", new Livez()),
                AdminRoute.get("/readyz", new Readyz(readiness)),
                AdminRoute.get("/health", new Health(view)),
                AdminRoute.get("/metrics", new Metrics(metrics)),
                AdminRoute.get("/heartbeat", new Heartbeat(answers)),
                AdminRoute.get("/awarenessStat", new AwarenessStat(answers)));
    }
}
