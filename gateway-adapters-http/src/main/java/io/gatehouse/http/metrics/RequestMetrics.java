package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Times requests by route and counts refusals by code. Safe for concurrent use. */
final class RequestMetrics {

    /** The most pairs of route and service; a registry that has more is counted together under {@code other}. */
    static final int MOST_ROUTES = 1000;

    private static final String NONE = "none";
    private static final RouteKey OTHER = new RouteKey("other", "other");

    /** What stands for methods that few know: clients may invent any number. */
    private static final String OTHER_METHOD = "_OTHER";

    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", OTHER_METHOD,
    };
    private static final String[] STATUSES = {NONE, "1xx", "2xx", "3xx", "4xx", "5xx"};

    /** The statuses that IANA knows, and 499; any other counts as the x00 of its class, as RFC 9110, 15, has it. */
    private static final int[] KNOWN_STATUSES = {
        0, 100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307,
        308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423,
                424,
        425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
    };

    /** Where a status stands among those that are known. */
    private static final byte[] STATUS_SLOTS = new byte[600];

    static {
        for (int status = 0; status < STATUS_SLOTS.length; status++) {
            int slot = Arrays.binarySearch(KNOWN_STATUSES, status);
            int hundred = status < 100 ? 0 : status / 100 * 100;
            STATUS_SLOTS[status] = (byte) (slot < 0 ? Arrays.binarySearch(KNOWN_STATUSES, hundred) : slot);
        }
    }

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

    /**
     * The timers of one route, found by method and status without building a label; the first {@value #MOST} pairs of both have one
     * each, further ones share one by class of status. Safe for concurrent use.
     */
    private static final class RouteMeters {

        private static final int MOST = 40;

        private final MeterRegistry registry;
        private final RouteKey key;
        private final AtomicReferenceArray<@Nullable Timer> timers =
                new AtomicReferenceArray<>(METHODS.length * KNOWN_STATUSES.length);
        private final AtomicInteger count = new AtomicInteger();

        RouteMeters(MeterRegistry registry, RouteKey key) {
            this.registry = registry;
            this.key = key;
        }

        void record(String method, int status, long nanos) {
            int methodIndex = methodIndex(method);
            int slot = STATUS_SLOTS[status < 0 || status >= STATUS_SLOTS.length ? 0 : status];
            Timer timer = timers.getAcquire(methodIndex * KNOWN_STATUSES.length + slot);
            (timer == null ? begin(methodIndex, slot) : timer).record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer begin(int methodIndex, int slot) {
            boolean room = count.get() < MOST;
            int method = room ? methodIndex : METHODS.length - 1;
            int status = room ? slot : STATUS_SLOTS[KNOWN_STATUSES[slot] / 100 * 100];
            int at = method * KNOWN_STATUSES.length + status;
            Timer known = timers.getAcquire(at);
            if (known != null) {
                return known;
            }
            Timer timer = register(METHODS[method], KNOWN_STATUSES[status]);
            if (timers.compareAndSet(at, null, timer)) {
                count.incrementAndGet();
            }
            return timer;
        }

        private Timer register(String method, int status) {
            return Timer.builder(MetricNames.REQUESTS)
                    .description("Requests from the head being read to the end of the response")
                    .tag("http.route", key.route())
                    .tag("service", key.service())
                    .tag("http.request.method", method)
                    .tag("http.response.status_code", status == 0 ? NONE : Integer.toString(status))
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
