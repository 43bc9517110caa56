package io.gatehouse.domain.throttle;

import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static io.gatehouse.domain.tenancy.TestKeys.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FakeLedger;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.LearnedLimits;
import io.gatehouse.domain.quota.Limit;
import io.gatehouse.domain.quota.Limit.ConcurrencyLimit;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaListener;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RetryLimiter;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.quota.TestMetering;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits on the way of a request: who is counted, what is told, who waits, and what is given back. */
class ThrottleStagesTest {

    private static final Acl ORDERS = open("orders", "1");

    private final ManualClock clock = new ManualClock();
    private final Scenario gateway = Scenario.of(service("orders", "1"), service("stock", "1"))
            .keys(key("web", ORDERS), key("app", ORDERS))
            .metering(TestMetering.counting(clock));

    @ParameterizedTest
    @CsvSource({
        // per,              same key from another address, another key of the tenant, no key from the first address
        "ADDRESS,            passes,  refused, refused",
        "TENANT,             refused, refused, passes",
        "TENANT_AND_ADDRESS, passes,  refused, passes",
        "APPLICATION,        refused, refused, passes",
        "KEY,                refused, passes,  passes",
        "USER,               passes,  refused, refused",
    })
    void countsBySubject(Subject per, String elsewhere, String otherKey, String noKey) {
        limitAll(strategy(new FixedWindow(1, 60_000), per, 0));
        assertThat(call("web", "192.0.2.1")).isNull();
        assertThat(call("web", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);

        assertThat(call("web", "192.0.2.2")).isEqualTo(outcome(elsewhere));
        assertThat(call("app", "192.0.2.1")).isEqualTo(outcome(otherKey));
        assertThat(call(null, "192.0.2.1")).isEqualTo(outcome(noKey));
    }

    private static @Nullable Rejection outcome(String word) {
        return word.equals("passes") ? null : Rejection.TOO_MANY_REQUESTS;
    }

    @Test
    void countsBeforeAnybodyIsIdentifiedByAddress() {
        policy(new Quotas(quota(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 0)), null, null, Map.of()));

        assertThat(gateway.rejection(from("192.0.2.1", "/nothing", null))).isEqualTo(Rejection.SERVICE_UNKNOWN);
        assertThat(gateway.rejection(from("192.0.2.1", "/orders", "web"))).isEqualTo(Rejection.TOO_MANY_REQUESTS);
        assertThat(gateway.rejection(from("192.0.2.2", "/orders", "web"))).isNull();
    }

    @Test
    void tellsWhenToComeBackInWholeSeconds() {
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 0));
        call("web", "192.0.2.1");
        clock.advance(Duration.ofMillis(59_200));

        Outcome.Refused refused = (Outcome.Refused) gateway.outcome(from("192.0.2.1", "/orders", "web"));

        assertThat(refused.refusal().status()).isEqualTo(429);
        assertThat(refused.refusal().headers()).containsEntry("Retry-After", "1");
        assertThat(refused.state().throttled().reported())
                .isEqualTo(new QuotaDecision(QuotaOutcome.REFUSED, 1, 0, 800, 800));
    }

    @Test
    void tellsTheTightestOfSeveralLimits() {
        Strategy wide = named("wide", new FixedWindow(10, 60_000), Subject.ADDRESS);
        Strategy narrow = named("narrow", new FixedWindow(3, 60_000), Subject.TENANT);
        policy(new Quotas(quota(wide), quota(narrow), null, Map.of()));
        assertThat(told("web")).isEqualTo(2);

        policy(new Quotas(quota(narrow), quota(wide), null, Map.of()));
        assertThat(told("web")).isEqualTo(2);
    }

    private long told(String key) {
        Outcome outcome = gateway.outcome(from("192.0.2.1", "/orders", key));
        return outcome.state().throttled().reported().remaining();
    }

    @Test
    void waitsAndTriesAgainBeforeItRefuses() {
        Strategy patient = strategy(new FixedWindow(1, 60_000), Subject.TENANT, 3);
        limitAll(patient);
        call("web", "192.0.2.1");

        assertThat(call("web", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);

        assertThat(gateway.waits()).containsExactly(patient.delay(), patient.delay(), patient.delay());
    }

    @Test
    void letsNoMoreWaitThanThereIsRoomFor() {
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 3));
        var room = new RetryLimiter(1, 1);
        gateway.metering(new ThrottlingServices(
                new FakeLedger(clock),
                new ConcurrencyCounters(),
                64,
                Long.MAX_VALUE,
                room,
                LearnedLimits.NONE,
                QuotaListener.NONE));
        call("web", "192.0.2.1");
        call("web", "192.0.2.1");
        assertThat(gateway.waits()).hasSize(3);
        assertThat(room.taken()).isZero();

        var taken = room.enter("acme");
        assertThat(call("web", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);
        assertThat(gateway.waits()).hasSize(3);
        assertThat(taken).isNotNull();
    }

    @Test
    void countsRequestsUnderWayUntilTheyEnd() {
        limitAll(strategy(new ConcurrencyLimit(1), Subject.TENANT, 0));
        assertThat(call("web", "192.0.2.1")).isNull();
        var first = gateway.permits();
        assertThat(call("app", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);

        first.close();
        first.close();

        assertThat(call("web", "192.0.2.1")).isNull();
        assertThat(call("web", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);
    }

    @Test
    void letsNoTenantTakeMoreThanItsShare() {
        var counters = new ConcurrencyCounters();
        gateway.metering(new ThrottlingServices(
                new FakeLedger(clock),
                counters,
                64,
                2,
                new RetryLimiter(0, 0),
                LearnedLimits.NONE,
                QuotaListener.NONE));
        assertThat(call("web", "192.0.2.1")).isNull();
        var first = gateway.permits();
        assertThat(call("app", "192.0.2.1")).isNull();
        var second = gateway.permits();

        assertThat(call("web", "192.0.2.2")).isEqualTo(Rejection.TENANT_AT_LIMIT);
        assertThat(call(null, "192.0.2.2")).isNull();

        first.close();
        second.close();
        gateway.permits().close();
        assertThat(counters.subjects()).isZero();
        assertThat(call("web", "192.0.2.2")).isNull();
    }

    @Test
    void takesCallersWithoutAKeyForOneTenant() {
        var counters = new ConcurrencyCounters();
        gateway.metering(new ThrottlingServices(
                new FakeLedger(clock),
                counters,
                64,
                2,
                new RetryLimiter(0, 0),
                LearnedLimits.NONE,
                QuotaListener.NONE));
        assertThat(call(null, "192.0.2.1")).isNull();
        var first = gateway.permits();
        assertThat(call(null, "192.0.2.2")).isNull();

        assertThat(call(null, "192.0.2.3")).isEqualTo(Rejection.TENANT_AT_LIMIT);
        assertThat(call("web", "192.0.2.3")).isNull();

        first.close();
        assertThat(call(null, "192.0.2.3")).isNull();
    }

    @Test
    void sharesOutTheRoomInWhichRequestsWait() {
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 3));
        var room = new RetryLimiter(4, 2);
        gateway.metering(new ThrottlingServices(
                new FakeLedger(clock),
                new ConcurrencyCounters(),
                64,
                Long.MAX_VALUE,
                room,
                LearnedLimits.NONE,
                QuotaListener.NONE));
        call("web", "192.0.2.1");
        call(null, "192.0.2.1");
        assertThat(room.enter("")).isNotNull();
        var nobodys = room.enter("");
        assertThat(nobodys).isNotNull();

        assertThat(call(null, "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);
        assertThat(gateway.waits()).isEmpty();
        call("web", "192.0.2.1");
        assertThat(gateway.waits()).hasSize(3);

        assertThat(room.taken()).isEqualTo(2);
        nobodys.release();
        nobodys.release();
        assertThat(room.taken()).isEqualTo(1);
    }

    @Test
    void sharesOutTheRoomByAddressWhereNobodyIsIdentifiedYet() {
        limitEdge(strategy(new FixedWindow(1, 60_000), Subject.ADDRESS, 1));
        var room = new RetryLimiter(5, 2);
        gateway.metering(new ThrottlingServices(
                new FakeLedger(clock),
                new ConcurrencyCounters(),
                64,
                Long.MAX_VALUE,
                room,
                LearnedLimits.NONE,
                QuotaListener.NONE));
        assertThat(room.enter("address 192.0.2.1")).isNotNull();
        assertThat(room.enter("address 192.0.2.1")).isNotNull();
        call("web", "192.0.2.1");
        call("web", "192.0.2.2");

        assertThat(call("web", "192.0.2.1")).isEqualTo(Rejection.TOO_MANY_REQUESTS);
        assertThat(gateway.waits()).isEmpty();
        assertThat(call("web", "192.0.2.2")).isEqualTo(Rejection.TOO_MANY_REQUESTS);
        assertThat(gateway.waits()).hasSize(1);
    }

    @Test
    void takesOfTheShareOfTheAddressAtTheEdgeAndOfTheTenantBehindIt() {
        Strategy strict = strategy(new FixedWindow(1, 60_000), Subject.TENANT, 0);
        policy(new Quotas(quota(strict), quota(strict), quota(strict), Map.of()));
        gateway.metering(TestMetering.counting(new OutOfOrder(QuotaDecision.UNCOUNTED)));
        assertThat(call("web", "192.0.2.1")).isNull();
        assertThat(call(null, "2001:db8::1")).isNull();

        assertThat(gateway.shares())
                .containsExactly("address 192.0.2.1", "acme", "address 2001:db8:0:0:0:0:0:0/64", "");
    }

    /** So a ledger finds what it has attached to it. */
    @ParameterizedTest
    @CsvSource({"TENANT, true", "APPLICATION, true", "KEY, true", "TENANT_AND_ADDRESS, false", "ADDRESS, false"})
    void asksWithTheSameCounterForCallsWithAKeyAsLongAsTheirRuleStands(Subject per, boolean again) {
        var asked = new ArrayList<CounterKey>();
        gateway.metering(TestMetering.counting(new Noting(asked)));
        limitAll(strategy(new FixedWindow(1, 60_000), per, 0));
        call("web", "192.0.2.1");
        call("web", "192.0.2.1");
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT_AND_ADDRESS, 0));
        call("web", "192.0.2.1");

        assertThat(asked.get(1)).isEqualTo(asked.get(0));
        if (again) {
            assertThat(asked.get(1)).isSameAs(asked.get(0));
        } else {
            assertThat(asked.get(1)).isNotSameAs(asked.get(0));
        }
        assertThat(asked.get(2).owner()).isEqualTo("acme");
        assertThat(asked.get(2).address()).isNotNull();
    }

    @Test
    void asksAStoreWhereBlockingIsAllowedAndNeverTurnsItsOutageIntoARefusalOfTheCaller() {
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 0));
        gateway.metering(TestMetering.counting(new OutOfOrder(QuotaDecision.UNAVAILABLE)));
        Outcome.Refused closed = (Outcome.Refused) gateway.outcome(from("192.0.2.1", "/orders", "web"));
        assertThat(closed.refusal().rejection()).isEqualTo(Rejection.QUOTA_UNAVAILABLE);
        assertThat(closed.refusal().status()).isEqualTo(503);

        gateway.metering(TestMetering.counting(new OutOfOrder(QuotaDecision.UNCOUNTED)));
        Outcome open = gateway.outcome(from("192.0.2.1", "/orders", "web"));
        assertThat(open).isInstanceOf(Outcome.Forward.class);
        assertThat(open.state().throttled().reported()).isNull();
    }

    @Test
    void letsAKeySwitchItsThrottlingOff() {
        QuotaRule off = QuotaRule.off("the key's entry for orders", ORIGIN);
        gateway.keys(throttled(key("web", ORDERS), Map.of("orders", new ServiceQuotas(off, off, null))));
        limitAll(strategy(new FixedWindow(1, 60_000), Subject.TENANT, 0));

        assertThat(call("web", "192.0.2.1")).isNull();
        assertThat(call("web", "192.0.2.1")).isNull();
    }

    private void limitAll(Strategy strategy) {
        policy(new Quotas(null, quota(strategy), quota(strategy), Map.of()));
    }

    private void limitEdge(Strategy strategy) {
        policy(new Quotas(quota(strategy), null, null, Map.of()));
    }

    private void policy(Quotas quotas) {
        gateway.policy(new GatewayPolicy(null, AddressTrie.of(Map.of()), null, null, null, quotas, null));
    }

    private @Nullable Rejection call(@Nullable String key, String address) {
        return gateway.rejection(from(address, "/orders", key));
    }

    private static TestRequest from(String address, String path, @Nullable String key) {
        HeaderLines lines = key == null ? HeaderLines.none() : HeaderLines.of("key", key);
        return TestRequest.get(path).from(AddressLiteral.parse(address), lines);
    }

    private static QuotaRule quota(Strategy strategy) {
        return QuotaRule.of(strategy, "a test", ORIGIN);
    }

    private static Strategy named(String name, Limit limit, Subject per) {
        return new Strategy(name, limit, per, 0, Duration.ofSeconds(1), ORIGIN);
    }

    private static Strategy strategy(Limit limit, Subject per, int retries) {
        return new Strategy("strict", limit, per, retries, Duration.ofMillis(250), ORIGIN);
    }

    /** Lets everything pass, and notes what it was asked for. */
    private record Noting(List<CounterKey> asked) implements QuotaLedger {

        @Override
        public QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
            return take(limit, counter, permits);
        }

        @Override
        public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
            asked.add(counter);
            return QuotaDecision.UNCOUNTED;
        }

        @Override
        public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
            return QuotaDecision.UNCOUNTED;
        }
    }

    /** A ledger whose store is gone. */
    private record OutOfOrder(QuotaDecision decision) implements QuotaLedger {

        @Override
        public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
            return null;
        }

        @Override
        public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
            return decision;
        }

        @Override
        public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
            return decision;
        }
    }
}
