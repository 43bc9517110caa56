package io.gatehouse.throttle.mongo.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.MongoLedger;
import io.gatehouse.throttle.mongo.fixture.TestNodes;
import io.gatehouse.throttle.mongo.fixture.TestStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that goes away and comes back, empty, on the same port; heartbeats come when the test says so. */
class OutageTest {

    private static final FixedWindow HUNDRED = new FixedWindow(100, 60_000);
    private static final CounterKey ACME = new CounterKey("strict", "acme", null);

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final TestNodes nodes = new TestNodes(TestStore.emulated());

    @AfterEach
    void stop() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void grantsEachProcessItsShareOfWhatWasLeft(LedgerMode mode) {
        MongoLedger one = begin(mode, OutageMode.LOCAL_SHARE, "one");
        MongoLedger other = begin(mode, OutageMode.LOCAL_SHARE, "other");
        timer.advance(Duration.ofSeconds(2));
        assertThat(one.state().nodes()).isEqualTo(2);
        assertThat(one.take(HUNDRED, ACME, 40).ruling()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(other.take(HUNDRED, ACME, 2).ruling()).isEqualTo(QuotaOutcome.ADMITTED);

        nodes.store().kill();

        // 100 / 2, less 40 / 2 and 42 / 2.
        assertThat(granted(one, HUNDRED)).isEqualTo(30);
        assertThat(granted(other, HUNDRED)).isEqualTo(29);
        assertThat(one.state().out()).isTrue();
    }

    @Test
    void leavesOnePermitToEachProcessWhereTheLimitIsLessThanTheProcesses() {
        var one = new FixedWindow(1, 60_000);
        MongoLedger first = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE, "one");
        MongoLedger second = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE, "other");
        timer.advance(Duration.ofSeconds(2));

        nodes.store().kill();

        assertThat(granted(first, one)).isEqualTo(1);
        assertThat(granted(second, one)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheStoreLaterWhatWasGrantedWithoutIt(LedgerMode mode) {
        MongoLedger ledger = begin(mode, OutageMode.LOCAL_SHARE, "one");
        timer.advance(Duration.ofSeconds(1));
        nodes.store().kill();
        for (int n = 0; n < 60; n++) {
            assertThat(take(ledger, HUNDRED).ruling()).isEqualTo(QuotaOutcome.ADMITTED);
        }

        nodes.store().restart();
        beatUntilItAnswers(ledger);

        assertThat(ledger.take(HUNDRED, ACME, 1).remaining()).isEqualTo(39);
        assertThat(granted(ledger, HUNDRED)).isEqualTo(39);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT, OPEN, UNCOUNTED",
        "LEASED, OPEN, UNCOUNTED",
        "EXACT, CLOSED, UNAVAILABLE",
        "LEASED, CLOSED, UNAVAILABLE"
    })
    void grantsEverythingOrNothingWhereTheOperatorWantsThat(
            LedgerMode mode, OutageMode onOutage, QuotaOutcome expected) {
        MongoLedger ledger = begin(mode, onOutage, "one");
        timer.advance(Duration.ofSeconds(1));
        nodes.store().kill();

        for (int n = 0; n < 150; n++) {
            assertThat(take(ledger, HUNDRED)).isEqualTo(new QuotaDecision(expected, 0, 0, 0, 0));
        }
        assertThat(ledger.look(HUNDRED, ACME, 1).ruling()).isEqualTo(expected);
    }

    @Test
    void asksNoMoreOnceTheStoreHasFailedAFewTimes() {
        MongoLedger ledger = begin(LedgerMode.EXACT, OutageMode.CLOSED, "one");
        timer.advance(Duration.ofSeconds(1));
        nodes.store().kill();
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
        MongoLedger ledger = begin(LedgerMode.LEASED, OutageMode.LOCAL_SHARE, "one");
        timer.advance(Duration.ofSeconds(1));
        nodes.store().kill();

        timer.advance(Duration.ofSeconds(1));
        assertThat(ledger.state().out()).as("one may be lost").isFalse();
        timer.advance(Duration.ofMillis(250));
        assertThat(ledger.state().out()).isTrue();
    }

    @Test
    void beginsWithoutAStore() {
        nodes.store().kill();
        MongoLedger ledger = begin(LedgerMode.EXACT, OutageMode.LOCAL_SHARE, "one");
        timer.advance(Duration.ofSeconds(1));

        assertThat(granted(ledger, HUNDRED)).isEqualTo(100);
    }

    private MongoLedger begin(LedgerMode mode, OutageMode onOutage, String node) {
        return nodes.begin(
                TestNodes.settings(mode, onOutage, Duration.ofMillis(200), node),
                clock,
                timer,
                Runnable::run,
                QuotaStoreListener.NONE);
    }

    private void beatUntilItAnswers(MongoLedger ledger) {
        for (int n = 0; n < 50 && ledger.state().out(); n++) {
            timer.advance(Duration.ofSeconds(1));
        }
        assertThat(ledger.state().out()).isFalse();
    }

    private static int granted(MongoLedger ledger, RateLimit limit) {
        int granted = 0;
        while (granted < 1_000 && take(ledger, limit).ruling() == QuotaOutcome.ADMITTED) {
            granted++;
        }
        return granted;
    }

    private static QuotaDecision take(MongoLedger ledger, RateLimit limit) {
        QuotaDecision atOnce = ledger.takeAtOnce(limit, ACME, 1);
        return atOnce == null ? ledger.take(limit, ACME, 1) : atOnce;
    }
}
