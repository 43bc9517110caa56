package io.gatehouse.observability.tally;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.trafficlog.LimitLeft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all exchanges add up to: by second for five minutes, and over the last minute by route, tenant and key, of those that were used lately.
 *
 * <p>One thread adds; any read. Locks are held for microseconds while adding, and for milliseconds while reading.
 */
public final class TrafficTallies {

    /** How many seconds are kept. */
    public static final int SECONDS = 300;

    private static final int MOST_ROUTES = 2_000;
    private static final int MOST_TENANTS = 2_000;
    private static final int MOST_KEYS = 10_000;
    private static final int MOST_LIMITS = 4;

    private final RecentlyUsed<String, MinuteTally> routes = new RecentlyUsed<>(MOST_ROUTES);
    private final RecentlyUsed<String, MinuteTally> tenants = new RecentlyUsed<>(MOST_TENANTS);
    private final RecentlyUsed<String, OfKey> keys = new RecentlyUsed<>(MOST_KEYS);
    private final MinuteTally all = new MinuteTally(TrafficTally::withLatency);
    private final Map<Rejection, MinuteTally> codes = new TreeMap<>();
    private final Deque<Second> seconds = new ArrayDeque<>();
    private final TrafficTally second = TrafficTally.withLatency();

    /** A second that is over. */
    public record Second(long endMillis, TrafficTally.Sum sum, Saturation saturation) {}

    /**
     * How full the gateway is.
     *
     * @param inFlight requests that are being processed
     * @param inFlightLimit how many may be
     * @param heapUsed bytes of the heap that are in use
     * @param heapLimit bytes that may be
     * @param cpu the share of all processors that the process used; null if that is not known
     */
    public record Saturation(
            long inFlight,
            @Nullable Long inFlightLimit,
            long heapUsed,
            long heapLimit,
            @Nullable Double cpu) {}

    /** What a route, tenant or key did. */
    public record Recent(TrafficTally.Sum lastMinute, TrafficTally.Sum sinceStart, long lastMillis) {}

    /** What a key did, and what is left of its limits. */
    public record RecentKey(String key, String tenant, String application, Recent recent, List<LimitLeft> limits) {}

    private static final class OfKey {
        private final String tenant;
        private final String application;
        private final MinuteTally tally = new MinuteTally(TrafficTally::plain);
        private final Map<String, LimitLeft> limits = new LinkedHashMap<>();

        OfKey(String tenant, String application) {
            this.tenant = tenant;
            this.application = application;
        }

        void limited(ExchangeRecord.Details details, long endMillis) {
            QuotaDecision quota = details.quota();
            Strategy strategy = details.quotaStrategy();
            if (quota != null
                    && strategy != null
                    && (limits.size() < MOST_LIMITS || limits.containsKey(strategy.name()))) {
                limits.put(strategy.name(), LimitLeft.of(strategy, quota, endMillis));
            }
        }

        RecentKey asOf(String key, long nowMillis) {
            List<LimitLeft> left = limits.values().stream()
                    .filter(one -> one.resetsMillis() > nowMillis)
                    .toList();
            return new RecentKey(key, tenant, application, recent(tally, nowMillis), left);
        }
    }

    /** These have ended, at about this time. */
    public synchronized void add(ExchangeGroup group, long nowMillis) {
        ExchangeRecord exchange = group.latest();
        second.add(group);
        all.add(group, nowMillis);
        String route = routeOf(exchange.matched().service(), exchange.matched().route());
        if (route != null) {
            tally(routes, route, TrafficTally::withLatency).add(group, nowMillis);
        }
        ExchangeRecord.CalledBy caller = exchange.caller();
        String key = caller.key();
        if (caller.tenant() != null && caller.application() != null && key != null) {
            tally(tenants, caller.tenant(), TrafficTally::plain).add(group, nowMillis);
            OfKey its = keys.get(key);
            if (its == null) {
                its = new OfKey(caller.tenant(), caller.application());
                keys.put(key, its);
            }
            its.tally.add(group, nowMillis);
            its.limited(exchange.details(), group.endMillis());
        }
        Rejection why = exchange.rejection();
        if (why != null) {
            codes.computeIfAbsent(why, any -> new MinuteTally(TrafficTally::plain))
                    .add(group, nowMillis);
        }
    }

    private static MinuteTally tally(RecentlyUsed<String, MinuteTally> all, String name, Supplier<TrafficTally> kind) {
        MinuteTally one = all.get(name);
        if (one == null) {
            one = new MinuteTally(kind);
            all.put(name, one);
        }
        return one;
    }

    private static @Nullable String routeOf(@Nullable String service, @Nullable String route) {
        return service == null || route == null ? null : key(service, route);
    }

    private static String key(String service, String route) {
        return service.equals(route) ? service : service + " " + route;
    }

    /** A second is over. */
    public synchronized Second secondEnded(long nowMillis, Saturation saturation) {
        var ended = new Second(nowMillis, second.sum(), saturation);
        second.clear();
        seconds.add(ended);
        if (seconds.size() > SECONDS) {
            seconds.remove();
        }
        return ended;
    }

    /** The last seconds, the oldest first. */
    public synchronized List<Second> seconds() {
        return new ArrayList<>(seconds);
    }

    /** The last minute of all. */
    public synchronized TrafficTally.Sum lastMinute(long nowMillis) {
        return all.lastMinute(nowMillis);
    }

    /** How many of the last minute were refused for which reason. */
    public synchronized Map<String, Long> codes(long nowMillis) {
        Map<String, Long> counts = new TreeMap<>();
        codes.forEach((why, tally) -> {
            long count = tally.lastMinute(nowMillis).requests();
            if (count > 0) {
                counts.put(why.code(), count);
            }
        });
        return counts;
    }

    /** What a route did in the last minute; {@link TrafficTally.Sum#NOTHING} if it was not used. */
    public synchronized TrafficTally.Sum route(String service, String route, long nowMillis) {
        MinuteTally one = routes.get(key(service, route));
        return one == null ? TrafficTally.Sum.NOTHING : one.lastMinute(nowMillis);
    }

    /** What a tenant did; null if it was not seen, or not lately. */
    public synchronized @Nullable Recent tenant(String tenant, long nowMillis) {
        MinuteTally one = tenants.get(tenant);
        return one == null ? null : recent(one, nowMillis);
    }

    /** What a key did; null if it was not seen, or not lately. */
    public synchronized @Nullable RecentKey key(String key, long nowMillis) {
        OfKey one = keys.get(key);
        return one == null ? null : one.asOf(key, nowMillis);
    }

    /** The keys that have the smallest share of a limit left, so many of them. */
    public synchronized List<RecentKey> nearest(int most, long nowMillis) {
        return keys.entrySet().stream()
                .filter(entry -> !entry.getValue().limits.isEmpty())
                .map(entry -> entry.getValue().asOf(entry.getKey(), nowMillis))
                .filter(one -> !one.limits().isEmpty())
                .sorted(Comparator.comparingDouble(TrafficTallies::left))
                .limit(most)
                .toList();
    }

    private static double left(RecentKey key) {
        return key.limits().stream().mapToDouble(LimitLeft::share).min().orElse(1);
    }

    private static Recent recent(MinuteTally tally, long nowMillis) {
        return new Recent(tally.lastMinute(nowMillis), tally.sinceStart(), tally.lastMillis());
    }
}
