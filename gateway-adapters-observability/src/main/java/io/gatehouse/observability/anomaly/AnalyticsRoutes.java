package io.gatehouse.observability.anomaly;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.anomaly.Tally.Count;
import io.gatehouse.observability.tally.LatencyHistogram;
import io.gatehouse.observability.tally.TrafficTally;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The paths {@code /analytics/...} of the admin port; docs/dashboard-api.yaml describes what they answer. */
public final class AnalyticsRoutes {

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
                routes.new Route("/analytics/routes", (span, route) -> routes.routes(span)),
                routes.new Route("/analytics/routes/{route}/history", routes::history),
                routes.new Route("/analytics/anomalies", (span, route) -> routes.anomalies(span)),
                routes.new Route("/analytics/backends", (span, route) -> routes.backends(span)));
    }

    /** Minutes from one to another, which does not belong to them. */
    private record Span(long fromMinute, long toMinute) {

        String from() {
            return time(fromMinute);
        }

        String to() {
            return time(toMinute);
        }
    }

    /** One path, and what it answers for a span and a route, which is empty where the path names none. */
    private final class Route implements AdminRoute {

        private final String path;
        private final BiFunction<Span, String, Object> answers;

        Route(String path, BiFunction<Span, String, Object> answers) {
            this.path = path;
            this.answers = answers;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            AdminResponse unknown = ApiJson.unknownParameter(request, "from", "to");
            if (unknown != null) {
                return unknown;
            }
            try {
                String route = request.variables().getOrDefault("route", "");
                return ApiJson.ok(answers.apply(span(request.query()), route));
            } catch (DateTimeException e) {
                return ApiJson.badRequest(
                        "from and to are times such as 2025-01-01T00:00:00Z, the one before the other");
            }
        }
    }

    private Span span(Map<String, String> query) {
        long now = analytics.nowMinute() + 1;
        long to = query.containsKey("to") ? Math.min(now, minute(query.get("to"), MINUTE_SECONDS - 1)) : now;
        long from = query.containsKey("from") ? minute(query.get("from"), 0) : to - USUAL_MINUTES;
        if (from > to) {
            throw new DateTimeException("ends before it begins");
        }
        long first = analytics.firstKept();
        return new Span(Math.max(from, first), Math.max(to, first));
    }

    private static long minute(@Nullable String text, long more) {
        return Math.floorDiv(OffsetDateTime.parse(text == null ? "" : text).toEpochSecond() + more, MINUTE_SECONDS);
    }

    /** {@code RouteAnalysis}. */
    private record RouteAnalysis(String from, String to, List<RouteSum> routes) {}

    private record RouteSum(String route, String service, TrafficTally.Sum tally) {}

    private RouteAnalysis routes(Span span) {
        return new RouteAnalysis(
                span.from(),
                span.to(),
                most(
                        analytics.routes().sums(span.fromMinute(), span.toMinute()),
                        MOST_ROUTES,
                        (key, tally) -> new RouteSum(key.route(), key.service(), tally.sum())));
    }

    /** {@code RouteHistory}. */
    private record RouteHistory(String route, String from, String to, long bucketSeconds, List<Bucket> buckets) {}

    private record Bucket(String time, TrafficTally.Sum tally) {}

    private RouteHistory history(Span span, String route) {
        List<Bucket> buckets = new ArrayList<>();
        analytics
                .routes()
                .forEach(span.fromMinute(), span.toMinute(), key -> key.route().equals(route), (minute, tallies) -> {
                    Tally sum = Tally.none();
                    tallies.values().forEach(sum::add);
                    if (sum.get(Count.REQUESTS) > 0) {
                        buckets.add(new Bucket(time(minute), sum.sum()));
                    }
                });
        return new RouteHistory(route, span.from(), span.to(), MINUTE_SECONDS, buckets);
    }

    /** {@code Anomalies}. */
    private record Anomalies(boolean learning, List<AnomalyView> anomalies) {}

    private Anomalies anomalies(Span span) {
        AnomalyWatch watch = analytics.anomalies();
        return new Anomalies(
                watch.isLearning(),
                watch.between(span.fromMinute(), span.toMinute()).stream()
                        .map(AnomalyView::of)
                        .toList());
    }

    /** {@code BackendAnalysis}. */
    private record BackendAnalysis(String from, String to, List<BackendSum> backends) {}

    private record BackendSum(
            String service,
            String version,
            String upstream,
            long requests,
            long failures,
            LatencyHistogram.@Nullable Latency latency) {}

    private BackendAnalysis backends(Span span) {
        return new BackendAnalysis(
                span.from(),
                span.to(),
                most(
                        analytics.hosts().sums(span.fromMinute(), span.toMinute()),
                        MOST_HOSTS,
                        (key, tally) -> new BackendSum(
                                key.service(),
                                key.version(),
                                key.upstream(),
                                tally.get(Count.REQUESTS),
                                tally.get(Count.SERVER_ERRORS),
                                tally.sum().latency())));
    }

    /** Those with the most requests first. */
    private static <K, V> List<V> most(Map<K, Tally> sums, int most, BiFunction<K, Tally, V> view) {
        return sums.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<K, Tally> entry) -> entry.getValue().get(Count.REQUESTS))
                        .reversed())
                .limit(most)
                .map(entry -> view.apply(entry.getKey(), entry.getValue()))
                .toList();
    }

    static String time(long minute) {
        return ApiJson.time(minute * MINUTE_SECONDS * 1000);
    }
}
