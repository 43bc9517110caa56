package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.domain.document.Percentage;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.Metering;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.WaitingRoom;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.throttle.memory.MemoryLedger;

/** What throttling counts with, and where. */
final class ThrottleModule extends AbstractModule {

    /** Of the requests that may be in flight, those that may wait for a limit to let them through. */
    private static final int WAITING_SHARE = 4;

    @Provides
    @Singleton
    static QuotaLedger ledger(GatewayClock clock) {
        return new MemoryLedger(clock, MemoryLedger.MOST_COUNTERS);
    }

    @Provides
    @Singleton
    static Metering metering(GatewayConfiguration configuration, QuotaLedger ledger, GatewayMetrics metrics) {
        LimitsConfiguration limits = configuration.limits();
        var waiting = new WaitingRoom(Math.max(1, limits.maxInFlight() / WAITING_SHARE));
        metrics.waiting(waiting::taken);
        return new Metering(ledger, new ConcurrencyCounters(), placesOfTenant(limits), waiting, metrics.quotas());
    }

    private static long placesOfTenant(LimitsConfiguration limits) {
        Percentage share = limits.maxInFlightPerTenant();
        return share == null ? Long.MAX_VALUE : Math.max(1, share.of(limits.maxInFlight()));
    }
}
