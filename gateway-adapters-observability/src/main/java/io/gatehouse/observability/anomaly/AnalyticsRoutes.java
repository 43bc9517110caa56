package io.gatehouse.observability.anomaly;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.observability.anomaly.AnomalyWatch.Anomaly;
import io.gatehouse.observability.anomaly.Tally.Count;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The paths {@code /analytics/...} of the admin port; docs/dashboard-api.yaml describes what they answer. */
public final class AnalyticsRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MINUTE_SECONDS = 60;
    private static final long USUAL_MINUTES = 60;
    private static final int MOST_ROUTES = 1000;
    private static final int MOST_HOSTS = 2000;

    private final Analytics analytics;

    private AnalyticsRoutes(Analytics analytics) {
        this.analytics = analytics;
    }

    /** All of them. */
    public static List<AdminRoute> of(Analytics analytics) {
        var routes = new AnalyticsRoutes(analytics);
        return List.of(
                routes.new Route("/analytics/routes", (asked, answer) -> routes.routes(asked.span(), answer)),
                routes.new Route("/analytics/routes/{route}/history", routes::history),
                routes.new Route("/analytics/anomalies", (asked, answer) -> routes.anomalies(asked.span(), answer)),
                routes.new Route("/analytics/backends", (asked, answer) -> routes.backends(asked.span(), answer)));
    }

    /** Minutes from one to another, which does not belong to them. */
    private record Span(long from, long to) {}

    /** What somebody wants to know. */
    private record Asked(Span span, @Nullable String route) {}

    /** One path, and what fills its answer. */
    private final class Route implements AdminRoute {

        private final String path;
        private final BiConsumer<Asked, ObjectNode> filling;

        Route(String path, BiConsumer<Asked, ObjectNode> filling) {
            this.path = path;
            this.filling = filling;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            ObjectNode answer = JSON.createObjectNode();
            try {
                Span span = span(request.query());
                filling.accept(new Asked(span, request.variables().get("route")), answer);
            } catch (DateTimeException e) {
                return problem("from and to are times such as 2025-01-01T00:00:00Z, the one before the other");
            }
            return AdminResponse.json(200, answer.toString());
        }
    }

    private Span span(Map<String, String> query) {
        long now = analytics.nowMinute() + 1;
        long to = query.containsKey("to") ? Math.min(now, minute(query.get("to"), MINUTE_SECONDS - 1)) : now;
        long from = query.containsKey("from") ? minute(query.get("from"), 0) : to - USUAL_MINUTES;
        if (from > to) {
            throw new DateTimeException("ends before it begins");
        }
        return new Span(Math.max(from, analytics.firstKept()), to);
    }

    private static long minute(@Nullable String text, long more) {
        return Math.floorDiv(OffsetDateTime.parse(text == null ? "" : text).toEpochSecond() + more, MINUTE_SECONDS);
    }

    private void routes(Span span, ObjectNode answer) {
        spanned(span, answer);
        ArrayNode routes = answer.putArray("routes");
        sorted(analytics.routes().sums(span.from(), span.to()), MOST_ROUTES, (key, tally) -> {
            ObjectNode route = routes.addObject().put("route", key.route()).put("service", key.service());
            tally(tally, route.putObject("tally"));
        });
    }

    private void history(Asked asked, ObjectNode answer) {
        answer.put("route", asked.route());
        spanned(asked.span(), answer);
        answer.put("bucket_seconds", MINUTE_SECONDS);
        ArrayNode buckets = answer.putArray("buckets");
        analytics.routes().forEach(asked.span().from(), asked.span().to(), (minute, tallies) -> {
            Tally sum = Tally.none();
            tallies.forEach((key, tally) -> {
                if (key.route().equals(asked.route())) {
                    sum.add(tally);
                }
            });
            if (sum.get(Count.REQUESTS) > 0) {
                tally(sum, buckets.addObject().put("time", time(minute)).putObject("tally"));
            }
        });
    }

    private void anomalies(Span span, ObjectNode answer) {
        answer.put("learning", analytics.anomalies().isLearning());
        ArrayNode found = answer.putArray("anomalies");
        for (Anomaly anomaly : analytics.anomalies().between(span.from(), span.to())) {
            ObjectNode one = found.addObject()
                    .put("route", anomaly.route().route())
                    .put("service", anomaly.route().service())
                    .put("kind", anomaly.kind().word())
                    .put("since", time(anomaly.sinceMinute()))
                    .put("observed", anomaly.observed())
                    .put("expected", anomaly.expected())
                    .put("deviation", anomaly.deviation())
                    .put("unit", anomaly.kind().unit());
            Long until = anomaly.untilMinute();
            if (until != null) {
                one.put("until", time(until));
            }
        }
    }

    private void backends(Span span, ObjectNode answer) {
        spanned(span, answer);
        ArrayNode backends = answer.putArray("backends");
        sorted(analytics.hosts().sums(span.from(), span.to()), MOST_HOSTS, (key, tally) -> {
            ObjectNode host = backends.addObject()
                    .put("service", key.service())
                    .put("version", key.version())
                    .put("upstream", key.upstream())
                    .put("requests", tally.get(Count.REQUESTS))
                    .put("failures", tally.get(Count.SERVER_ERRORS));
            latency(tally, host);
        });
    }

    private static <K> void sorted(Map<K, Tally> sums, int most, BiConsumer<K, Tally> look) {
        sums.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<K, Tally> entry) -> entry.getValue().get(Count.REQUESTS))
                        .reversed())
                .limit(most)
                .forEach(entry -> look.accept(entry.getKey(), entry.getValue()));
    }

    private static void spanned(Span span, ObjectNode answer) {
        answer.put("from", time(span.from())).put("to", time(span.to()));
    }

    private static void tally(Tally tally, ObjectNode to) {
        to.put("requests", tally.get(Count.REQUESTS))
                .put("client_errors", tally.get(Count.CLIENT_ERRORS))
                .put("server_errors", tally.get(Count.SERVER_ERRORS))
                .put("refused", tally.get(Count.REFUSED))
                .put("limited", tally.get(Count.LIMITED))
                .put("bytes_in", tally.get(Count.BYTES_IN))
                .put("bytes_out", tally.get(Count.BYTES_OUT));
        latency(tally, to);
    }

    private static void latency(Tally tally, ObjectNode to) {
        if (tally.measured() > 0) {
            to.putObject("latency")
                    .put("p50_ms", tally.percentileMillis(0.5))
                    .put("p90_ms", tally.percentileMillis(0.9))
                    .put("p99_ms", tally.percentileMillis(0.99))
                    .put("max_ms", tally.mostMillis());
        }
    }

    private static String time(long minute) {
        return Instant.ofEpochSecond(minute * MINUTE_SECONDS).toString().replace("Z", ".000Z");
    }

    private static AdminResponse problem(String detail) {
        ObjectNode problem = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", "Bad Request")
                .put("status", 400)
                .put("detail", detail);
        return new AdminResponse(
                400, "application/problem+json", problem.toString().getBytes(StandardCharsets.UTF_8));
    }
}
