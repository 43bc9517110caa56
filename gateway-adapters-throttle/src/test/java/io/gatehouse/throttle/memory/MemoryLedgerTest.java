package io.gatehouse.throttle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.quota.Ruling;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest extends QuotaLedgerContract {

    private static final FixedWindow HUNDRED = new FixedWindow(100, 60_000);

    private final ManualClock time = new ManualClock();

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return List.of(new MemoryLedger(clock, MemoryLedger.MOST_COUNTERS));
    }

    @Override
    protected boolean isShared() {
        return false;
    }

    @Test
    void dropsCountersThatAreSilentForLongerThanTheyMatter() {
        var ledger = new MemoryLedger(time, 1_000);
        for (int n = 0; n < 500; n++) {
            ledger.take(HUNDRED, new Counter("q", "caller-" + n, null), 1);
        }
        assertThat(ledger.counters()).isEqualTo(500);

        time.advance(Duration.ofSeconds(63));

        assertThat(ledger.counters()).isZero();
    }

    @Test
    void keepsThoseWhoAreCountedThroughAFloodOfOthers() {
        var ledger = new MemoryLedger(time, 1_000);
        var busy = new Counter("q", "busy", null);
        for (int n = 0; n < 100; n++) {
            assertThat(ledger.take(HUNDRED, busy, 1).ruling()).isEqualTo(Ruling.ADMITTED);
        }
        for (int n = 0; n < 100_000; n++) {
            ledger.take(HUNDRED, new Counter("q", "stranger-" + n, null), 1);
            if (n % 100 == 0) {
                assertThat(ledger.take(HUNDRED, busy, 1).ruling()).isEqualTo(Ruling.REFUSED);
            }
        }

        assertThat(ledger.counters()).isLessThanOrEqualTo(1_000);
    }
}
