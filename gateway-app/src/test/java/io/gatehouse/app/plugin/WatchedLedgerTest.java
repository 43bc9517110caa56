package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.plugin.AdapterSupport.StoreStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a ledger of a plug-in does against its contract, and that operators hear of it once. */
class WatchedLedgerTest {

    private static final QuotaDecision GRANTED =
            new QuotaDecision(QuotaDecision.QuotaOutcome.ADMITTED, 10, 9, 1_000, 0);
    private static final RateLimit LIMIT = TokenBucket.refilled(10, 10, Duration.ofSeconds(1));
    private static final CounterKey COUNTER = new CounterKey("few", "acme", null);

    private final ManualClock clock = new ManualClock();
    private final List<Boolean> outages = new ArrayList<>();
    private Supplier<QuotaDecision> answer = () -> GRANTED;
    private final WatchedLedger ledger = new WatchedLedger("throttling.odd", new Answering(), clock, new Metrics());

    @Test
    void whatSucceedsIsPassedOn() {
        assertThat(ledger.take(LIMIT, COUNTER, 1)).isEqualTo(GRANTED);
        assertThat(ledger.status(Optional.empty())).isEmpty();
        answer = () -> null;
        assertThat(ledger.takeAtOnce(LIMIT, COUNTER, 1)).isNull();
    }

    @Test
    void whatIsThrownIsUnavailable() {
        answer = () -> {
            throw new NoClassDefFoundError("stranger/Missing");
        };
        assertThat(ledger.takeAtOnce(LIMIT, COUNTER, 1)).isEqualTo(QuotaDecision.UNAVAILABLE);
        answer = () -> {
            throw new IllegalStateException("the file is full");
        };
        assertThat(ledger.take(LIMIT, COUNTER, 1)).isEqualTo(QuotaDecision.UNAVAILABLE);
        assertThat(ledger.status(Optional.empty())).as("two are no outage").isEmpty();
    }

    @Test
    void noDecisionWhereOneIsDueIsUnavailable() {
        answer = () -> null;
        assertThat(ledger.take(LIMIT, COUNTER, 1)).isEqualTo(QuotaDecision.UNAVAILABLE);
    }

    @Test
    void severalFailuresInARowAreAnOutageUntilOneSucceeds() {
        answer = () -> {
            throw new IllegalStateException("the file is full");
        };
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(1));
            ledger.take(LIMIT, COUNTER, 1);
        }
        assertThat(outages).containsExactly(true);
        long since = clock.epochMillis() - 97_000;
        assertThat(ledger.status(Optional.empty())).contains(new StoreStatus(true, since, 1));

        answer = () -> GRANTED;
        assertThat(ledger.take(LIMIT, COUNTER, 1)).isEqualTo(GRANTED);
        assertThat(outages).containsExactly(true, false);
        assertThat(ledger.status(Optional.empty())).isEmpty();
    }

    @Test
    void aSuccessBetweenThemIsNoOutage() {
        for (int i = 0; i < 10; i++) {
            boolean good = i % 3 == 2;
            answer = () -> good ? GRANTED : QuotaDecision.UNAVAILABLE;
            ledger.take(LIMIT, COUNTER, 1);
        }
        assertThat(outages).isEmpty();
    }

    @Test
    void whatThePlugInSaysOfItsStoreStays() {
        var good = new StoreStatus(false, 5, 3);
        var out = new StoreStatus(true, 7, 3);
        assertThat(ledger.status(Optional.of(good))).contains(good);

        answer = () -> QuotaDecision.UNCOUNTED;
        for (int i = 0; i < 3; i++) {
            assertThat(ledger.take(LIMIT, COUNTER, 1)).isEqualTo(QuotaDecision.UNCOUNTED);
        }
        assertThat(ledger.status(Optional.of(out))).contains(out);
        assertThat(ledger.status(Optional.of(good))).contains(new StoreStatus(true, clock.epochMillis(), 3));
    }

    private final class Answering implements QuotaLedger {
        @Override
        public QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
            return answer.get();
        }

        @Override
        public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
            return answer.get();
        }

        @Override
        public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
            return answer.get();
        }
    }

    private final class Metrics implements QuotaStoreListener {
        @Override
        public void asked(long nanos, boolean answered) {}

        @Override
        public void outage(boolean out) {
            outages.add(out);
        }

        @Override
        public void leased(long permits) {}
    }
}
