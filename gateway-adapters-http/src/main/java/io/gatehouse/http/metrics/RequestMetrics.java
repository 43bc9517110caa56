package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Times requests by route and counts refusals by code. Safe for concurrent use. */
final class RequestMetrics {

    /** The most pairs of route and service; a registry that has more is counted together under {@code other}. */
    static final int MOST_ROUTES = 1000;

    private static final String NONE = "none";
    private static final RouteKey OTHER = new RouteKey("other", "other");

    /** What stands for methods that few know: clients may invent any number. */
    private static final String OTHER_METHOD = "OTHER";

    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", OTHER_METHOD,
    };
    private static final String[] STATUSES = {NONE, "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final BoundedMeters<RouteKey, RouteMeters> routes;
    private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);

    /** The labels of the registry's route and service, {@code none} where none matched; never what a client sent. */
    private record RouteKey(String route, String service) {

        static RouteKey of(ExchangeRecord.Matched matched) {
            return new RouteKey(
                    Objects.requireNonNullElse(matched.route(), NONE),
                    Objects.requireNonNullElse(matched.service(), NONE));
        }
    }

    RequestMetrics(MeterRegistry registry) {
        routes = new BoundedMeters<>(key -> new RouteMeters(registry, key), OTHER, MOST_ROUTES);
        for (Rejection rejection : Rejection.values()) {
            rejections.put(rejection, counter(rejection, registry));
        }
    }

    void ended(ExchangeRecord exchange) {
        routes.get(RouteKey.of(exchange.matched()))
                .record(exchange.request().method(), exchange.status(), exchange.durationNanos());
        Rejection rejection = exchange.rejection();
        if (rejection != null) {
            Objects.requireNonNull(rejections.get(rejection)).increment();
        }
    }

    /** Drops the meters of routes that the registry does not name any more. */
    void registryChanged(Services services) {
        Set<RouteKey> named = new HashSet<>();
        named.add(new RouteKey(NONE, NONE));
        services.all().forEach(service -> named.add(new RouteKey(service.name(), service.name())));
        services.routes()
                .forEach(route ->
                        named.add(new RouteKey(route.path(), route.service().name())));
        routes.retain(named::contains, RouteMeters::remove);
    }

    /** Every code has its series from the start: a counter that appears with its first increment hides that one. */
    private static Counter counter(Rejection rejection, MeterRegistry registry) {
        Fault fault = rejection.fault();
        return Counter.builder(MetricNames.REJECTIONS)
                .description("Requests that the gateway itself answered with an error, or whose response it cut off")
                .tag("code", rejection.code())
                .tag("fault", fault.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** The class of a status as an index into {@link #statusLabel}; 0 for what is no status. */
    static int statusIndex(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    /** The number of classes of statuses. */
    static int statusLabels() {
        return STATUSES.length;
    }

    /** A class of statuses as a label: {@code 2xx}. */
    static String statusLabel(int index) {
        return STATUSES[index];
    }

    private static int methodIndex(String method) {
        return switch (method) {
            case "GET" -> 0;
            case "HEAD" -> 1;
            case "POST" -> 2;
            case "PUT" -> 3;
            case "PATCH" -> 4;
            case "DELETE" -> 5;
            case "OPTIONS" -> 6;
            default -> 7;
        };
    }

    /** The timers of one route, found by method and status class without building a label. Safe for concurrent use. */
    private static final class RouteMeters {

        private final MeterRegistry registry;
        private final RouteKey key;
        private final AtomicReferenceArray<@Nullable Timer> timers =
                new AtomicReferenceArray<>(METHODS.length * STATUSES.length);

        RouteMeters(MeterRegistry registry, RouteKey key) {
            this.registry = registry;
            this.key = key;
        }

        void record(String method, int status, long nanos) {
            int methodIndex = methodIndex(method);
            int statusIndex = statusIndex(status);
            int at = methodIndex * STATUSES.length + statusIndex;
            Timer timer = timers.getAcquire(at);
            if (timer == null) {
                timer = register(METHODS[methodIndex], STATUSES[statusIndex]);
                timers.setRelease(at, timer);
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer register(String method, String status) {
            return Timer.builder(MetricNames.REQUESTS)
                    .description("Requests from the head being read to the end of the response")
                    .tag("route", key.route())
                    .tag("service", key.service())
                    .tag("method", method)
                    .tag("status", status)
                    .serviceLevelObjectives(MetricNames.latencyBounds())
                    .register(registry);
        }

        /** Takes the timers out of the registry. */
        void remove() {
            for (int i = 0; i < timers.length(); i++) {
                Timer timer = timers.getAcquire(i);
                if (timer != null) {
                    registry.remove(timer);
                }
            }
        }
    }
}
