package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.app.limits.ConnectionBudget;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RetryLimiter;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.throttle.learned.LearnedLimitCache;

/** What throttling counts with. */
final class ThrottleModule extends AbstractModule {

    /** Of the requests that may be in flight, those that may wait for a limit to let them through. */
    private static final int WAITING_SHARE = 4;

    private static final int LEARNED_SHARE = 16;

    @Provides
    @Singleton
    static ThrottlingServices metering(
            GatewayConfiguration configuration,
            ConnectionBudget connections,
            QuotaLedger ledger,
            LearnedLimitCache learned,
            GatewayMetrics metrics) {
        LimitsConfiguration limits = configuration.limits();
        int inFlight = connections.inFlight();
        int places = Math.max(1, inFlight / WAITING_SHARE);
        var waiting = new RetryLimiter(places, placesOfTenant(limits, places));
        metrics.waiting(waiting::taken);
        return new ThrottlingServices(
                ledger,
                new ConcurrencyCounters(),
                configuration.throttling().ipv6Prefix(),
                placesOfTenant(limits, inFlight),
                waiting,
                learned,
                metrics.quotas());
    }

    /** Besides the counters, and rather small: what is dropped begins anew within the bounds. */
    @Provides
    @Singleton
    static LearnedLimitCache learned(HeapBudget budget) {
        return new LearnedLimitCache(budget.counters() / LEARNED_SHARE);
    }

    private static long placesOfTenant(LimitsConfiguration limits, int places) {
        Percentage share = limits.maxInFlightPerTenant();
        return share == null ? Long.MAX_VALUE : Math.max(1, share.of(places));
    }
}
