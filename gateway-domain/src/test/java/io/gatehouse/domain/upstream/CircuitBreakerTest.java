package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import io.gatehouse.domain.upstream.CircuitBreaker.Phase;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {

    private static final HostOutcome BAD = responded(503);
    private static final HostOutcome GOOD = responded(200);
    private static final HostOutcome SLOW =
            new HostOutcome.Responded(200, Duration.ofMillis(5_001).toNanos(), 1);
    private static final HostOutcome LEFT = new HostOutcome.Abandoned(Fault.CLIENT, true, 1);

    private final ManualClock clock = new ManualClock();
    private final List<String> changes = new ArrayList<>();

    /** Each letter is a call: F failed, S slow, g good, c 404, a abandoned, x the client's failure, b the gateway's, . a second. */
    @ParameterizedTest
    @CsvSource({
        "FFFFF, open, '5 failures in a row, the last: status 503'",
        "FFFF, closed,",
        "FFFFgF, closed,",
        "FFFFcF, closed,",
        "FFFFaF, open, '5 failures in a row, the last: status 503'",
        "FFFFxbF, open, '5 failures in a row, the last: status 503'",
        "xxxxxxxxxxbbbbbbbbbbaaaaaaaaaacccccccccc, closed,",
        "gFgFgFgFgFgFgFgFgFgF, open, 10 of 20 calls failed",
        "gFgFgFgFgFgFgFgFgFF, closed,",
        "gggFgFgFgFgFgFgFgFgF, closed,",
        "gSSSgSSSgSSSgSSSgSSS, closed,",
        "SSSSSSSSSSSSSSSSSSSS, open, 20 of 20 calls were slow",
        "SSSSSSSSSSSSSSSSSSS, closed,",
        "SSSSgSSSSgSSSSgSSSSgS, open, 17 of 21 calls were slow",
        "FgFgFgFgFg..............................FgFgFgFgFg, closed,",
        "FgFgFgFgFg..........................FgFgFgFgFgF, open, 11 of 21 calls failed",
        "F..........F..........F..........F..........F, open, '5 failures in a row, the last: status 503'",
    })
    void opens(String calls, String kind, @Nullable String why) {
        CircuitBreaker breaker = breaker(policy(5));
        for (int i = 0; i < calls.length(); i++) {
            char call = calls.charAt(i);
            if (call == '.') {
                clock.advance(Duration.ofSeconds(1));
            } else {
                call(breaker, outcome(call));
            }
        }
        assertThat(breaker.state().kind().label()).isEqualTo(kind);
        assertThat(breaker.state().why()).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, true",
        "CONNECT_TIMEOUT, true",
        "TLS, true",
        "TIMEOUT, true",
        "RESET, true",
        "BAD_RESPONSE, true",
        "CLIENT, false",
        "GATEWAY, false"
    })
    void countsWhatIsTheHostsFault(HostFailure failure, boolean counts) {
        CircuitBreaker breaker = breaker(policy(1));
        call(breaker, new HostOutcome.Failed(failure, true, 1));
        assertThat(breaker.state().kind() == Kind.OPEN).isEqualTo(counts);
    }

    @Test
    void refusesWhileItIsOpenAndSaysUntilWhen() {
        CircuitBreaker breaker = opened();
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(10);
        assertThat(breaker.state().sinceMillis()).isEqualTo(clock.epochMillis());
        clock.advance(Duration.ofMillis(8_500));
        assertThat(breaker.admit(3)).isNull();
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(2);
        clock.advance(Duration.ofMillis(1_499));
        assertThat(breaker.admits(3)).isFalse();
        assertThat(breaker.admit(3)).isNull();
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.admits(3)).as("looking takes no place").isTrue();
        assertThat(breaker.state().kind()).isEqualTo(Kind.OPEN);
        assertThat(breaker.admit(3)).isNotNull();
        assertThat(breaker.state().kind()).isEqualTo(Kind.HALF_OPEN);
        assertThat(changes).containsExactly("open", "half-open");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 3", "10, 10", "11, 10", "500, 10"})
    void letsAsManyTryAtATimeAsThereAreHosts(int hosts, int places) {
        CircuitBreaker breaker = opened();
        clock.advance(Duration.ofSeconds(10));
        List<Phase> trials = admitted(breaker, hosts);
        assertThat(trials).hasSize(places);
        assertThat(breaker.admits(hosts)).isFalse();
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(1);

        breaker.ended(trials.get(0), LEFT);
        assertThat(breaker.admit(hosts))
                .as("an abandoned trial gives its place back")
                .isNotNull();
        assertThat(breaker.admit(hosts)).isNull();

        trials.forEach(trial -> breaker.ended(trial, GOOD));
        assertThat(breaker.state().kind())
                .as("as many good trials as places close it")
                .isEqualTo(Kind.CLOSED);
        assertThat(changes).containsExactly("open", "half-open", "closed");
    }

    @ParameterizedTest
    @CsvSource({"F, 'a trial failed: status 503'", "S, a trial was slow"})
    void opensAgainWhenATrialFails(char call, String why) {
        CircuitBreaker breaker = opened();
        clock.advance(Duration.ofSeconds(10));
        List<Phase> trials = admitted(breaker, 3);
        breaker.ended(trials.get(0), GOOD);
        breaker.ended(trials.get(1), outcome(call));
        assertThat(breaker.state().kind()).isEqualTo(Kind.OPEN);
        assertThat(breaker.state().why()).isEqualTo(why);
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(10);

        clock.advance(Duration.ofSeconds(10));
        Phase next = breaker.admit(1);
        breaker.ended(trials.get(2), BAD);
        assertThat(breaker.state().kind())
                .as("what began before says nothing of now")
                .isEqualTo(Kind.HALF_OPEN);
        breaker.ended(next, GOOD);
        assertThat(breaker.state().kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void forgetsWhatBeganBeforeItOpened() {
        CircuitBreaker breaker = breaker(policy(5));
        List<Phase> early = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            early.add(breaker.admit(1));
        }
        early.subList(0, 5).forEach(call -> breaker.ended(call, BAD));
        clock.advance(Duration.ofSeconds(10));
        call(breaker, GOOD);
        assertThat(breaker.state().kind()).isEqualTo(Kind.CLOSED);
        early.forEach(call -> breaker.ended(call, BAD));
        assertThat(breaker.state().kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void aTrialThatTakesForEverKeepsNobodyOut() {
        CircuitBreaker breaker = opened();
        clock.advance(Duration.ofSeconds(10));
        Phase upload = breaker.admit(1);
        clock.advance(Duration.ofSeconds(31));
        assertThat(breaker.admit(1)).isNull();
        clock.advance(Duration.ofMillis(1));
        Phase other = breaker.admit(1);
        assertThat(other).isNotNull();
        assertThat(breaker.admit(1)).isNull();
        breaker.ended(upload, BAD);
        breaker.ended(other, GOOD);
        assertThat(breaker.state().kind()).isEqualTo(Kind.CLOSED);
        assertThat(changes).containsExactly("open", "half-open", "closed");
    }

    @Test
    void keepsItsStateWhenAReloadSaysTheSame() {
        CircuitBreaker breaker = breaker(policy(5));
        for (int i = 0; i < 4; i++) {
            call(breaker, BAD);
        }
        BreakerPolicy moved = new BreakerPolicy(
                Percentage.parse("50%"),
                Percentage.parse("80%"),
                Duration.ofSeconds(5),
                5,
                20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Origin.of("elsewhere"));
        breaker.goBy(moved, Duration.ofSeconds(31));
        call(breaker, BAD);
        assertThat(breaker.state().kind()).isEqualTo(Kind.OPEN);
        assertThat(breaker.state().policy().origin()).isEqualTo(Origin.of("elsewhere"));
    }

    @Test
    void takesOverWhatAReloadChanges() {
        CircuitBreaker breaker = breaker(policy(5));
        for (int i = 0; i < 4; i++) {
            call(breaker, BAD);
        }
        breaker.goBy(policy(2), Duration.ofSeconds(31));
        call(breaker, BAD);
        assertThat(breaker.state().kind())
                .as("what was counted for other limits is forgotten")
                .isEqualTo(Kind.CLOSED);
        call(breaker, BAD);
        assertThat(breaker.state().kind()).isEqualTo(Kind.OPEN);

        clock.advance(Duration.ofSeconds(4));
        BreakerPolicy shorter = new BreakerPolicy(
                null,
                null,
                Duration.ofSeconds(5),
                2,
                20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(6),
                Origin.of("x"));
        breaker.goBy(shorter, Duration.ofSeconds(31));
        assertThat(breaker.state().retryAfterSeconds()).isEqualTo(2);
        assertThat(breaker.state().why()).startsWith("2 failures in a row");
        clock.advance(Duration.ofSeconds(2));
        assertThat(breaker.admit(1)).isNotNull();
    }

    @Test
    void neverLetsMoreTryAtATimeThanItMayWhenManyAskAtOnce() throws Exception {
        int threads = 4;
        var pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                CircuitBreaker breaker = opened();
                clock.advance(Duration.ofSeconds(10));
                var start = new CountDownLatch(1);
                var let = new AtomicInteger();
                List<Future<?>> done = new ArrayList<>();
                for (int n = 0; n < threads; n++) {
                    done.add(pool.submit(() -> {
                        start.await();
                        for (int i = 0; i < 3; i++) {
                            if (breaker.admit(5) != null) {
                                let.incrementAndGet();
                            }
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> each : done) {
                    each.get();
                }
                assertThat(let).hasValue(5);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Phase> admitted(CircuitBreaker breaker, int hosts) {
        List<Phase> trials = new ArrayList<>();
        for (Phase trial = breaker.admit(hosts); trial != null; trial = breaker.admit(hosts)) {
            trials.add(trial);
        }
        return trials;
    }

    private CircuitBreaker opened() {
        CircuitBreaker breaker = breaker(policy(5));
        for (int i = 0; i < 5; i++) {
            call(breaker, BAD);
        }
        return breaker;
    }

    private CircuitBreaker breaker(BreakerPolicy policy) {
        return new CircuitBreaker(policy, Duration.ofSeconds(31), clock, state -> {
            synchronized (changes) {
                changes.add(state.kind().label());
            }
        });
    }

    private static BreakerPolicy policy(int consecutiveFailures) {
        return new BreakerPolicy(
                Percentage.parse("50%"),
                Percentage.parse("80%"),
                Duration.ofSeconds(5),
                consecutiveFailures,
                20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Origin.of("test"));
    }

    private static void call(CircuitBreaker breaker, HostOutcome outcome) {
        Phase begun = breaker.admit(1);
        if (begun != null) {
            breaker.ended(begun, outcome);
        }
    }

    private static HostOutcome outcome(char call) {
        return switch (call) {
            case 'F' -> BAD;
            case 'S' -> SLOW;
            case 'g' -> GOOD;
            case 'c' -> responded(404);
            case 'a' -> LEFT;
            case 'x' -> new HostOutcome.Failed(HostFailure.CLIENT, true, 1);
            case 'b' -> new HostOutcome.Failed(HostFailure.GATEWAY, false, 1);
            default -> throw new IllegalArgumentException("no call: " + call);
        };
    }

    private static HostOutcome responded(int status) {
        return new HostOutcome.Responded(status, 1_000, 2_000);
    }
}
