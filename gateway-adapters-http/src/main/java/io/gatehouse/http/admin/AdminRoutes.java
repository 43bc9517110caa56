package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.pipeline.SourceRules;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.http.metrics.PrometheusPage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the admin server serves of its own, and how its routes are made. */
public final class AdminRoutes {

    private static final AdminResponse ALIVE = AdminJson.response(200, Map.of("status", "alive"));
    private static final AdminResponse READY = AdminJson.response(200, Map.of("status", "ready"));

    private AdminRoutes() {}

    /** One route of the gateway's own. */
    private record Own(
            String path,
            Set<String> methods,
            boolean guarded,
            int largestBody,
            boolean blocking,
            AdminEndpoint endpoint)
            implements AdminRoute {

        @Override
        public AdminResponse handle(AdminRequest request) {
            return endpoint.handle(request);
        }
    }

    /** A route for reading what everybody who reaches the admin port may see. */
    public static AdminRoute get(String path, AdminEndpoint endpoint) {
        return new Own(path, Set.of("GET"), false, 0, true, endpoint);
    }

    /** A route for reading what shows configuration: guarded. */
    public static AdminRoute guardedGet(String path, AdminEndpoint endpoint) {
        return new Own(path, Set.of("GET"), true, 0, true, endpoint);
    }

    /** A route that does something, with bodies of up to this many bytes, 0 for none; guarded. */
    public static AdminRoute post(String path, int largestBody, AdminEndpoint endpoint) {
        return new Own(path, Set.of("POST"), true, largestBody, true, endpoint);
    }

    private static AdminRoute probe(String path, AdminEndpoint endpoint) {
        return new Own(path, Set.of("GET"), false, 0, false, endpoint);
    }

    /** The routes that every gateway has. */
    public static List<AdminRoute> of(AdminView view, Supplier<Readiness> readiness, PrometheusPage metrics) {
        var soajs = new SoajsResponses(view);
        return List.of(
                probe("/livez", request -> ALIVE),
                probe("/readyz", request -> readyz(readiness.get())),
                get("/health", request -> health(view.report())),
                get("/metrics", request -> metrics(metrics.render(request.accept()))),
                get("/heartbeat", request -> soajs.plain(request, true)),
                get("/awarenessStat", request -> awareness(view, soajs, request)),
                new OfSource(view, "/getRegistry", "GET"),
                new OfSource(view, "/register", "POST"));
    }

    private static @Nullable AdminResponse ofSource(AdminView view, AdminRequest request) {
        Snapshot snapshot = view.snapshot();
        return snapshot.details() instanceof SourceRules rules
                ? rules.answer(
                        request,
                        new SourceRules.Circumstances(view.now(), snapshot.loadedMillis(), view.version(), view::hosts))
                : null;
    }

    private static AdminResponse awareness(AdminView view, SoajsResponses soajs, AdminRequest request) {
        AdminResponse answer = ofSource(view, request);
        return answer == null ? soajs.hosts(request) : answer;
    }

    /** A route that the registry's source answers, which sees credentials. */
    private record OfSource(AdminView view, String path, String method) implements AdminRoute {

        @Override
        public Set<String> methods() {
            return Set.of(method);
        }

        @Override
        public int largestBody() {
            return method.equals("POST") ? USUAL_BODY : 0;
        }

        @Override
        public boolean trusts(String client) {
            return view.snapshot().details() instanceof SourceRules rules && rules.trusts(client);
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            AdminResponse answer = ofSource(view, request);
            return answer == null ? AdminJson.problem(404, "the source of the registry answers nothing here") : answer;
        }
    }

    /** What the dashboard shows of services and hosts: always 200, and guarded, as it shows configuration as well. */
    public static AdminRoute dashboardHealth(AdminView view) {
        return guardedGet("/dashboard/api/health", request -> AdminJson.response(200, view.report(true)));
    }

    /** Whether a balancer in front should send requests: 200, else 503 with the reason. */
    private static AdminResponse readyz(Readiness now) {
        return now == Readiness.READY ? READY : AdminJson.problem(503, now.sentence());
    }

    /** 200 while each version has a host to send to, 503 if one has none. */
    private static AdminResponse health(HealthReport report) {
        return AdminJson.response(report.status().equals(HealthReport.FAILING) ? 503 : 200, report);
    }

    private static AdminResponse metrics(PrometheusPage.Rendered page) {
        return new AdminResponse(200, page.contentType(), page.body());
    }
}
