package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Times requests by route and counts refusals by code. Safe for concurrent use. */
final class RequestMetrics {

    /** The most pairs of route and service; a registry that has more is counted together under {@code other}. */
    static final int MOST_ROUTES = 1000;

    private static final RouteKey OTHER = new RouteKey("other", "other");
    private static final RouteKey UNMATCHED = new RouteKey("none", "none");

    private final Bounded<RouteKey, RouteMeters> routes;
    private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);

    RequestMetrics(MeterRegistry registry) {
        routes = new Bounded<>(key -> new RouteMeters(registry, key), OTHER, MOST_ROUTES);
        for (Rejection rejection : Rejection.values()) {
            rejections.put(rejection, counter(rejection, registry));
        }
    }

    void ended(ExchangeRecord exchange) {
        routes.get(RouteKey.of(exchange)).record(exchange.method(), exchange.status(), exchange.durationNanos());
        Rejection rejection = exchange.rejection();
        if (rejection != null) {
            Objects.requireNonNull(rejections.get(rejection)).increment();
        }
    }

    /** Drops the meters of routes that the registry does not name any more. */
    void registryChanged(Services services) {
        Set<RouteKey> named = new HashSet<>();
        named.add(UNMATCHED);
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
}
