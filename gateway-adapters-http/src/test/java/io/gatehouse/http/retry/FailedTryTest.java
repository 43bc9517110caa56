package io.gatehouse.http.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedTryTest {

    private static final Origin ORIGIN = Origin.of("test");
    private static final RetryPolicy ALL = policy(2, Set.of(Condition.values()), Set.of(502, 503));

    private static final List<HostFailure> FAILURES = List.of(HostFailure.values());

    private static RetryPolicy policy(int attempts, Set<Condition> on, Set<Integer> statuses) {
        return new RetryPolicy(attempts, on, statuses, 0.2, null, false, true, ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({
        // failure, status, sent, idempotent, repeatable, answered, retries: may it be followed?
        "CONNECT,         0,   false, false, true,  false, 0, true",
        "CONNECT_TIMEOUT, 0,   false, false, true,  false, 1, true",
        "TLS,             0,   false, true,  true,  false, 0, true",
        "CONNECT,         0,   false, true,  true,  false, 2, false",
        "TIMEOUT,         0,   true,  true,  true,  false, 0, true",
        "TIMEOUT,         0,   true,  false, true,  false, 0, false",
        "RESET,           0,   true,  true,  true,  false, 0, true",
        "RESET,           0,   true,  true,  false, false, 0, false",
        "RESET,           0,   true,  true,  true,  true,  0, false",
        "RESET,           0,   true,  false, true,  false, 0, false",
        "BAD_RESPONSE,    0,   true,  true,  true,  false, 0, true",
        "CLIENT,          0,   true,  true,  true,  false, 0, false",
        "GATEWAY,         0,   false, true,  true,  false, 0, false",
        ",                503, true,  true,  true,  false, 0, true",
        ",                503, true,  false, true,  false, 0, false",
        ",                500, true,  true,  true,  false, 0, false",
        ",                200, true,  true,  true,  false, 0, false",
    })
    void isFollowedByAnotherOneOrNot(
            HostFailure failure,
            int status,
            boolean sent,
            boolean idempotent,
            boolean repeatable,
            boolean answered,
            int retries,
            boolean followed) {
        var one = new FailedTry(failure, status, sent, idempotent, repeatable, answered, retries);

        assertThat(one.mayBeFollowed(ALL)).isEqualTo(followed);
        assertThat(one.mayBeFollowed(null)).isFalse();
        assertThat(one.mayBeFollowed(policy(0, Set.of(Condition.values()), Set.of(503))))
                .isFalse();
    }

    @Test
    void isFollowedWithoutAWordWhereNoConnectionWasHad() {
        RetryPolicy usual = RetryPolicy.usual(ORIGIN);

        assertThat(new FailedTry(HostFailure.CONNECT, 0, false, false, true, false, 1).mayBeFollowed(usual))
                .isTrue();
        assertThat(new FailedTry(HostFailure.CONNECT, 0, false, false, true, false, 2).mayBeFollowed(usual))
                .isFalse();
        assertThat(new FailedTry(HostFailure.RESET, 0, true, true, true, false, 0).mayBeFollowed(usual))
                .isFalse();
        assertThat(usual.isBudgeted()).isFalse();
        assertThat(usual.repeatsWhatWasSent()).isFalse();
    }

    /** The same said in other words: one reason after the other against another try. */
    @Test
    void agreesWithAListOfReasonsAgainstIt() {
        var random = new Random(15);
        int followed = 0;
        for (int i = 0; i < 100_000; i++) {
            HostFailure failure = random.nextInt(3) == 0 ? null : FAILURES.get(random.nextInt(FAILURES.size()));
            var one = new FailedTry(
                    failure,
                    failure == null ? 498 + random.nextInt(10) : 0,
                    random.nextBoolean(),
                    random.nextInt(4) > 0,
                    random.nextInt(4) > 0,
                    random.nextInt(4) == 0,
                    random.nextInt(4));
            Set<Condition> on = new HashSet<>();
            Set<Integer> statuses = new HashSet<>();
            for (Condition condition : Condition.values()) {
                if (random.nextBoolean()) {
                    on.add(condition);
                }
            }
            for (int status = 500; status < 506; status++) {
                if (random.nextBoolean()) {
                    statuses.add(status);
                }
            }
            RetryPolicy policy = policy(random.nextInt(4), on, statuses);
            boolean expected = !refuses(one, policy);

            assertThat(one.mayBeFollowed(policy)).as("%s by %s", one, policy).isEqualTo(expected);
            followed += expected ? 1 : 0;
        }
        assertThat(followed).isBetween(5_000, 50_000);
    }

    private static boolean refuses(FailedTry one, RetryPolicy policy) {
        String name = one.failure() == null ? "" : one.failure().name();
        if (name.equals("CLIENT") || name.equals("GATEWAY")) {
            return true;
        }
        if (name.isEmpty() && !policy.statuses().contains(one.status())) {
            return true;
        }
        if (Set.of("CONNECT", "CONNECT_TIMEOUT", "TLS").contains(name)
                && !policy.on().contains(Condition.CONNECT_FAILURE)) {
            return true;
        }
        if (name.equals("TIMEOUT") && !policy.on().contains(Condition.RESPONSE_TIMEOUT)) {
            return true;
        }
        if ((name.equals("RESET") || name.equals("BAD_RESPONSE"))
                && !policy.on().contains(Condition.RESET)) {
            return true;
        }
        return one.answered()
                || !one.repeatable()
                || one.retries() >= policy.attempts()
                || (one.sent() && !one.idempotent());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'would be retried on connect-failure, 503 at most 1 time'",
        "2, 'would be retried on connect-failure, 503 at most 2 times'",
    })
    void saysWhatWouldHappen(int attempts, String words) {
        assertThat(policy(attempts, Set.of(Condition.CONNECT_FAILURE), Set.of(503))
                        .inWords())
                .isEqualTo(words);
    }

    @Test
    void repeatsWhatWasSentOnlyWhereAConditionSpeaksOfThat() {
        assertThat(policy(1, Set.of(Condition.CONNECT_FAILURE), Set.of()).repeatsWhatWasSent())
                .isFalse();
        assertThat(policy(0, Set.of(Condition.RESET), Set.of(503)).repeatsWhatWasSent())
                .isFalse();
        assertThat(policy(1, Set.of(Condition.CONNECT_FAILURE), Set.of(503)).repeatsWhatWasSent())
                .isTrue();
        assertThat(policy(1, Set.of(Condition.RESET), Set.of()).repeatsWhatWasSent())
                .isTrue();
    }
}
