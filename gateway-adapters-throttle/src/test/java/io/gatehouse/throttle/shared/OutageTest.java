package io.gatehouse.throttle.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that goes away; heartbeats come when the test says so. What each mode of an outage promises is in the contract. */
class OutageTest {

    private static final FixedWindow HUNDRED = new FixedWindow(100, 60_000);
    private static final CounterKey ACME = new CounterKey("strict", "acme", null);

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final FakeCounterStore store = new FakeCounterStore();
    private final TestNodes nodes = new TestNodes(() -> store);

    @AfterEach
    void stop() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void grantsEachProcessItsShareOfWhatWasLeft(LedgerMode mode) {
        SharedLedger one = begin(mode, OutageMode.LOCAL_SHARE);
        SharedLedger other = begin(mode, OutageMode.LOCAL_SHARE);
        timer.advance(Duration.ofSeconds(2));
        assertThat(one.state().processes()).isEqualTo(2);
        assertThat(one.take(HUNDRED, ACME, 40).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(other.take(HUNDRED, ACME, 2).outcome()).isEqualTo(QuotaOutcome.ADMITTED);

        store.takeAway();

        // 100 / 2, less 40 / 2 and 42 / 2.
        assertThat(granted(one, HUNDRED)).isEqualTo(30);
        assertThat(granted(other, HUNDRED)).isEqualTo(29);
        assertThat(one.state().out()).isTrue();
    }

    @Test
    void leavesOnePermitToEachProcessWhereTheLimitIsLessThanTheProcesses() {
        var one = new FixedWindow(1, 60_000);
        SharedLedger first = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE);
        SharedLedger second = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE);
        timer.advance(Duration.ofSeconds(2));

        store.takeAway();

        assertThat(granted(first, one)).isEqualTo(1);
        assertThat(granted(second, one)).isEqualTo(1);
    }

    @Test
    void asksNoMoreOnceTheStoreHasFailedAFewTimes() {
        SharedLedger ledger = begin(LedgerMode.EXACT, OutageMode.CLOSED);
        timer.advance(Duration.ofSeconds(1));
        store.takeAway();
        for (int n = 0; n < 5; n++) {
            assertThat(ledger.takeAtOnce(HUNDRED, ACME, 1)).isNull();
            ledger.take(HUNDRED, ACME, 1);
        }
        long calls = ledger.state().calls();

        for (int n = 0; n < 100; n++) {
            assertThat(ledger.takeAtOnce(HUNDRED, ACME, 1)).isEqualTo(QuotaDecision.UNAVAILABLE);
            ledger.take(HUNDRED, ACME, 1);
        }

        assertThat(ledger.state().calls()).isEqualTo(calls);
        assertThat(ledger.state().failures()).isEqualTo(5);
    }

    @Test
    void missesTheStoreAfterTwoHeartbeatsWhenNobodyAsks() {
        SharedLedger ledger = begin(LedgerMode.LEASED, OutageMode.LOCAL_SHARE);
        timer.advance(Duration.ofSeconds(1));
        store.takeAway();

        timer.advance(Duration.ofSeconds(1));
        assertThat(ledger.state().out()).as("one may be lost").isFalse();
        timer.advance(Duration.ofMillis(250));
        assertThat(ledger.state().out()).isTrue();
    }

    @Test
    void beginsWithoutAStore() {
        store.takeAway();
        SharedLedger ledger = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE);
        timer.advance(Duration.ofSeconds(1));

        assertThat(granted(ledger, HUNDRED)).isEqualTo(100);
    }

    private SharedLedger begin(LedgerMode mode, OutageMode onOutage) {
        return nodes.begin(
                new TestNodes.Settings(mode, onOutage, Duration.ofMillis(200)),
                clock,
                timer,
                Runnable::run,
                QuotaStoreListener.NONE);
    }

    private static int granted(SharedLedger ledger, RateLimit limit) {
        int granted = 0;
        while (granted < 1_000 && take(ledger, limit).outcome() == QuotaOutcome.ADMITTED) {
            granted++;
        }
        return granted;
    }

    private static QuotaDecision take(SharedLedger ledger, RateLimit limit) {
        QuotaDecision atOnce = ledger.takeAtOnce(limit, ACME, 1);
        return atOnce == null ? ledger.take(limit, ACME, 1) : atOnce;
    }
}
