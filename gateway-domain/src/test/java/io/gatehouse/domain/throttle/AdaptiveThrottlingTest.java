package io.gatehouse.domain.throttle;

import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FakeLedger;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.MapLearnedLimits;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaListener;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RetryLimiter;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits that follow their callers, on the way of a request: who teaches them what. */
class AdaptiveThrottlingTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final AdaptiveRate RATE = new AdaptiveRate(new FixedWindow(20, WINDOW.toMillis()), 10, 50, 2, 0.5);

    private final ManualClock clock = new ManualClock();
    private final MapLearnedLimits learned = new MapLearnedLimits();
    private final FakeLedger ledger = new FakeLedger(clock);
    private final Scenario gateway = process(ledger, learned);

    private Scenario process(QuotaLedger counts, MapLearnedLimits learns) {
        Scenario process = Scenario.of(service("orders", "1"))
                .keys(key("web", open("orders", "1")), key("app", open("orders", "1")))
                .clock(clock)
                .metering(metering(counts, learns));
        policy(process, null);
        return process;
    }

    private static ThrottlingServices metering(QuotaLedger counts, MapLearnedLimits learns) {
        return new ThrottlingServices(
                counts,
                new ConcurrencyCounters(),
                64,
                Long.MAX_VALUE,
                new RetryLimiter(0, 0),
                learns,
                QuotaListener.NONE);
    }

    private static void policy(Scenario process, @Nullable Observation observation) {
        QuotaRule rule = QuotaRule.of(
                new Strategy("fair", RATE, Subject.KEY, 0, Duration.ofSeconds(1), ORIGIN), "a test", ORIGIN);
        process.policy(new GatewayPolicy(
                null, AddressTrie.of(Map.of()), null, null, null, new Quotas(null, rule, rule, Map.of()), observation));
    }

    /** So many calls, of which the last is told the limit. */
    private static long limit(Scenario process, String key, int calls) {
        for (int n = 1; n < calls; n++) {
            process.outcome(call(key));
        }
        return process.outcome(call(key)).state().throttled().reported().limit();
    }

    private static TestRequest call(String key) {
        return TestRequest.get("/orders").from(AddressLiteral.parse("192.0.2.1"), HeaderLines.of("key", key));
    }

    @Test
    void followsTheAcceptedCallsOfEachCallerAlone() {
        assertThat(limit(gateway, "web", 20)).isEqualTo(20);
        assertThat(limit(gateway, "app", 3)).isEqualTo(20);
        clock.advance(WINDOW);

        assertThat(limit(gateway, "web", 20)).isEqualTo(30);
        assertThat(limit(gateway, "app", 3)).isEqualTo(10);
    }

    @Test
    void isNotRaisedByWhoeverIsRefused() {
        for (int minute = 0; minute < 50; minute++) {
            assertThat(limit(gateway, "web", 100)).isEqualTo(20);
            assertThat(gateway.rejection(call("web"))).isEqualTo(Rejection.TOO_MANY_REQUESTS);
            clock.advance(WINDOW);
        }
    }

    @Test
    void knowsNothingOfCallersThatAreRefusedBefore() {
        assertThat(gateway.rejection(call("nobody"))).isNotNull();

        assertThat(learned.known()).isZero();
    }

    @Test
    void learnsNothingFromWhatAnObservedCheckWouldHaveRefused() {
        policy(gateway, new Observation(Set.of(ObservedCheck.ACL, ObservedCheck.THROTTLING), ORIGIN));
        gateway.keys(key("web", open("stock", "1")));
        limit(gateway, "web", 15);
        clock.advance(WINDOW);
        assertThat(limit(gateway, "web", 15)).isEqualTo(20);

        gateway.keys(key("web", open("orders", "1")));
        clock.advance(WINDOW);
        limit(gateway, "web", 25);
        clock.advance(WINDOW);
        assertThat(limit(gateway, "web", 15))
                .as("beyond its limit, which is watched only")
                .isEqualTo(20);
        clock.advance(WINDOW);
        assertThat(limit(gateway, "web", 1)).isEqualTo(30);
    }

    @Test
    void processesThatShareCountersLearnFromWhatAllOfThemGrant() {
        var others = new MapLearnedLimits();
        Scenario other = process(ledger, others);
        limit(gateway, "web", 8);
        limit(other, "web", 7);
        limit(gateway, "web", 1);
        clock.advance(WINDOW);

        assertThat(limit(gateway, "web", 1)).as("16 x 2, half more at most").isEqualTo(30);
        assertThat(limit(other, "web", 1)).as("15 x 2").isEqualTo(30);
        assertThat(limit(other, "web", 28)).isEqualTo(30);
        assertThat(gateway.rejection(call("web"))).as("counted together").isEqualTo(Rejection.TOO_MANY_REQUESTS);
    }

    @Test
    void learnsNothingWhileTheStoreIsAway() {
        var away = new Away(ledger);
        gateway.metering(metering(away, learned));
        limit(gateway, "web", 15);
        clock.advance(WINDOW);
        away.shares = 2;
        assertThat(limit(gateway, "web", 9)).as("a share of 30").isEqualTo(15);
        clock.advance(WINDOW);
        away.shares = 1;

        assertThat(limit(gateway, "web", 1)).isEqualTo(30);
    }

    @Test
    void anExplanationSaysWhereItStandsAndTeachesNothing() {
        limit(gateway, "web", 15);
        clock.advance(WINDOW);
        gateway.metering(metering(ledger, learned).preview());
        assertThat(limit(gateway, "web", 50)).isEqualTo(30);
        clock.advance(WINDOW);
        assertThat(limit(gateway, "web", 50)).isEqualTo(30);

        gateway.metering(metering(ledger, learned));
        assertThat(limit(gateway, "web", 1)).isEqualTo(30);
        assertThat(learned.find("", new CounterKey("", "", null), 0)).isNull();
        assertThat(learned.known()).isEqualTo(1);
    }

    /** Grants of a share of each limit, as in an outage. */
    private static final class Away implements QuotaLedger {

        private final QuotaLedger ledger;
        private int shares = 1;

        Away(QuotaLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
            return shares == 1 ? null : take(limit, counter, permits);
        }

        @Override
        public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
            return ledger.take(shares == 1 ? limit : limit.shareOf(shares), counter, permits);
        }

        @Override
        public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
            return ledger.look(limit, counter, permits);
        }
    }
}
