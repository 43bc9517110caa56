package io.gatehouse.http.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests by tenant: the busiest have a series each, all others share {@code other}, callers without a key are
 * {@code none}.
 *
 * <p>A request is counted in one place for good, its tenant's or the others', so no series ever goes back. Who is busiest is
 * looked at when metrics are scraped, once a minute at most, by requests that count half as much after each look; a tenant
 * gives up its series only to one that is a quarter busier. Names are those of the registry. Safe for concurrent use.
 */
final class TenantMetrics {

    /** How many tenants are counted one by one, those without a series included. */
    static final int MOST_COUNTED = 10_000;

    private static final String NONE = "none";
    private static final String OTHER = "other";
    private static final long RANKED_EVERY_MILLIS = 60_000;
    private static final double BUSIER = 1.25;

    private final MeterRegistry registry;
    private final int limit;
    private final int mostCounted;
    private final Map<String, TenantCounters> tenants = new ConcurrentHashMap<>();
    private final TenantCounters none;
    private final TenantCounters other;
    private int listed;
    private long rankedMillis = Long.MIN_VALUE;

    /** Gives so many tenants a series of their own. */
    TenantMetrics(MeterRegistry registry, int limit) {
        this(registry, limit, Math.max(MOST_COUNTED, 2 * limit));
    }

    TenantMetrics(MeterRegistry registry, int limit, int mostCounted) {
        this.registry = registry;
        this.limit = limit;
        this.mostCounted = mostCounted;
        this.none = new TenantCounters(NONE, NONE, true);
        this.other = new TenantCounters(OTHER, OTHER, true);
    }

    /** So many requests of a tenant have ended, null if of none. */
    void ended(@Nullable String tenant, int status, int count) {
        int index = RequestMetrics.statusIndex(status);
        if (tenant == null) {
            none.requests[index].add(count);
            return;
        }
        TenantCounters known = tenants.get(tenant);
        if (known == null) {
            known = begin(tenant);
        }
        known.recent.add(count);
        (known.isListed ? known : other).requests[index].add(count);
    }

    /** Those who come first have a series until busier ones come. */
    private synchronized TenantCounters begin(String tenant) {
        TenantCounters known = tenants.get(tenant);
        if (known != null) {
            return known;
        }
        if (tenants.size() >= mostCounted) {
            return other;
        }
        String label = tenant.equals(NONE) || tenant.equals(OTHER) ? "tenant:" + tenant : tenant;
        var begun = new TenantCounters(tenant, label, listed < limit);
        listed += begun.isListed ? 1 : 0;
        tenants.put(tenant, begun);
        return begun;
    }

    /** Drops what is known of tenants that the registry does not name any more. */
    synchronized void registryChanged(Set<String> named) {
        for (TenantCounters tenant : List.copyOf(tenants.values())) {
            if (!named.contains(tenant.name)) {
                tenants.remove(tenant.name);
                unlist(tenant);
            }
        }
    }

    /** Looks who is busiest, if the last look is long enough ago, and shows what there is to show. */
    synchronized void refresh(long nowMillis) {
        if (rankedMillis == Long.MIN_VALUE) {
            rankedMillis = nowMillis;
        }
        if (Math.abs(nowMillis - rankedMillis) >= RANKED_EVERY_MILLIS) {
            rankedMillis = nowMillis;
            rank();
        }
        none.show(registry);
        other.show(registry);
        for (TenantCounters tenant : tenants.values()) {
            if (tenant.isListed) {
                tenant.show(registry);
            }
        }
    }

    private void rank() {
        List<TenantCounters> ranking = new ArrayList<>(tenants.values());
        ranking.forEach(TenantCounters::age);
        ranking.sort(Comparator.comparingDouble(TenantCounters::rank)
                .thenComparing(tenant -> tenant.isListed)
                .reversed());
        for (TenantCounters tenant : ranking.subList(Math.min(limit, ranking.size()), ranking.size())) {
            unlist(tenant);
        }
        for (TenantCounters tenant : ranking.subList(0, Math.min(limit, ranking.size()))) {
            listed += tenant.isListed ? 0 : 1;
            tenant.isListed = true;
        }
        // Room for those who come until the next look, however many idle ones have been here.
        int kept = Math.max(limit, mostCounted / 2);
        for (TenantCounters tenant : ranking.subList(Math.min(kept, ranking.size()), ranking.size())) {
            tenants.remove(tenant.name);
        }
    }

    private void unlist(TenantCounters tenant) {
        if (tenant.isListed) {
            tenant.isListed = false;
            listed--;
            tenant.hide(registry);
        }
    }

    /** What is known of one tenant. All but counting is done under the lock of the whole. */
    private static final class TenantCounters {

        private final String name;
        private final String label;
        private final LongAdder recent = new LongAdder();
        private final LongAdder[] requests = new LongAdder[RequestMetrics.statusLabels()];
        private final @Nullable Meter[] series = new @Nullable Meter[RequestMetrics.statusLabels()];
        private volatile boolean isListed;
        private double busy;

        TenantCounters(String name, String label, boolean isListed) {
            this.name = name;
            this.label = label;
            this.isListed = isListed;
            for (int i = 0; i < requests.length; i++) {
                requests[i] = new LongAdder();
            }
        }

        void age() {
            busy = busy / 2 + recent.sumThenReset();
        }

        double rank() {
            return isListed ? busy * BUSIER : busy;
        }

        void show(MeterRegistry registry) {
            for (int i = 0; i < series.length; i++) {
                if (series[i] == null && requests[i].sum() > 0) {
                    series[i] = FunctionCounter.builder(MetricNames.TENANT_REQUESTS, requests[i], LongAdder::sum)
                            .description("Requests by tenant: the busiest, and all others together")
                            .tag("tenant", label)
                            .tag("status", RequestMetrics.statusLabel(i))
                            .register(registry);
                }
            }
        }

        void hide(MeterRegistry registry) {
            for (int i = 0; i < series.length; i++) {
                Meter shown = series[i];
                if (shown != null) {
                    registry.remove(shown);
                    series[i] = null;
                }
            }
        }
    }
}
