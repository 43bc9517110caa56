package io.gatehouse.domain.quota;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.time.GatewayClock;

/** Counters for tests. */
public final class TestMetering {

    private TestMetering() {}

    /** Counts in memory, and lets ten requests wait. */
    public static ThrottlingServices counting(GatewayClock clock) {
        return counting(new FakeLedger(clock));
    }

    /** Counts with this ledger, and lets ten requests wait. */
    public static ThrottlingServices counting(QuotaLedger ledger) {
        return new ThrottlingServices(
                ledger,
                new ConcurrencyCounters(),
                MaskedAddress.DEFAULT_IPV6_PREFIX,
                Long.MAX_VALUE,
                new RetryLimiter(10, 10),
                LearnedLimits.NONE,
                QuotaListener.NONE);
    }
}
