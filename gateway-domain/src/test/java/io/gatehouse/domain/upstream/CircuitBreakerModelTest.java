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
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The breaker against one that keeps every call in a list and looks through all of them. */
class CircuitBreakerModelTest {

    private static final int STEPS = 100_000;
    private static final long SECOND = 1_000_000_000;
    private static final long TRIAL_LIMIT = 31 * SECOND;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesWhatThePlainOneDoes(long seed) {
        var random = new Random(seed);
        var clock = new ManualClock();
        BreakerPolicy policy = policy(random);
        var breaker = new CircuitBreaker(policy, Duration.ofNanos(TRIAL_LIMIT), clock, state -> {});
        var plain = new PlainBreaker(policy);
        List<Call> underWay = new ArrayList<>();
        var seen = new EnumMap<Kind, Integer>(Kind.class);
        for (int step = 0; step < STEPS; step++) {
            String at = "seed " + seed + ", step " + step;
            int what = random.nextInt(1000);
            if (what < 450 && underWay.size() < 40) {
                int hosts = random.nextInt(14);
                assertThat(breaker.admits(hosts)).as(at).isEqualTo(plain.admits(hosts, clock.nanoTime()));
                Phase begun = breaker.admit(hosts);
                Object other = plain.admit(hosts, clock.nanoTime());
                assertThat(begun != null).as(at).isEqualTo(other != null);
                if (begun != null && other != null) {
                    underWay.add(new Call(begun, other));
                }
            } else if (what < 900 && !underWay.isEmpty()) {
                Call call = underWay.remove(random.nextInt(underWay.size()));
                HostOutcome outcome = outcome(random, (step / 2_000) % 3);
                breaker.ended(call.begun, outcome);
                plain.ended(call.other, outcome, clock.nanoTime());
            } else if (what < 997) {
                clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 900)));
            } else {
                BreakerPolicy next = random.nextBoolean() ? policy : policy(random);
                breaker.goBy(next, Duration.ofNanos(TRIAL_LIMIT));
                plain.goBy(next, clock.nanoTime());
                policy = next;
            }
            BreakerState state = breaker.state();
            assertThat(state.kind()).as(at).isEqualTo(plain.kind);
            assertThat(state.retryAfterSeconds()).as(at).isEqualTo(plain.retryAfter(clock.nanoTime()));
            seen.merge(state.kind(), 1, Integer::sum);
        }
        assertThat(seen).as("each state is a good part of the time").hasSize(3);
        assertThat(seen.values()).allMatch(times -> times > STEPS / 50);
    }

    private record Call(Phase begun, Object other) {}

    private static BreakerPolicy policy(Random random) {
        return new BreakerPolicy(
                random.nextInt(4) == 0 ? null : new Percentage(0.3 + random.nextInt(6) / 10.0),
                random.nextInt(4) == 0 ? null : new Percentage(0.2 + random.nextInt(8) / 10.0),
                Duration.ofSeconds(5),
                random.nextInt(3) == 0 ? null : 3 + random.nextInt(8),
                1 + random.nextInt(30),
                Duration.ofSeconds(5 + random.nextInt(30)),
                Duration.ofSeconds(1 + random.nextInt(10)),
                Origin.of("policy " + random.nextInt()));
    }

    private static HostOutcome outcome(Random random, int mood) {
        int what = random.nextInt(100);
        if (what < 15) {
            return new HostOutcome.Abandoned(Fault.CLIENT, true, 1);
        }
        if (what < 25) {
            return new HostOutcome.Failed(HostFailure.CLIENT, true, 1);
        }
        if (random.nextInt(100) < new int[] {3, 30, 70}[mood]) {
            return random.nextBoolean()
                    ? new HostOutcome.Responded(500 + random.nextInt(5), SECOND, SECOND)
                    : new HostOutcome.Failed(HostFailure.TIMEOUT, true, random.nextInt(10) * SECOND);
        }
        return new HostOutcome.Responded(200, random.nextInt(mood == 1 ? 12 : 6) * SECOND, 20 * SECOND);
    }

    /** Keeps everything, knows no concurrency, and says each rule once. */
    private static final class PlainBreaker {

        private BreakerPolicy policy;
        private Kind kind = Kind.CLOSED;
        private Object phase = new Object();
        private List<Ended> calls = new ArrayList<>();
        private long countedSince;
        private int inARow;
        private long openedAt;
        private int underWay;
        private int good;
        private int needed;
        private long newest;

        private record Ended(long tenth, boolean failed, boolean slow) {}

        PlainBreaker(BreakerPolicy policy) {
            this.policy = policy;
        }

        void goBy(BreakerPolicy next, long now) {
            boolean same = next.saysTheSameAs(policy);
            policy = next;
            if (!same && kind == Kind.CLOSED) {
                closes(now);
            }
            if (!same && kind == Kind.OPEN) {
                phase = new Object();
            }
        }

        private static int places(int hosts) {
            return hosts < 1 ? 1 : hosts > 10 ? 10 : hosts;
        }

        boolean admits(int hosts, long now) {
            return switch (kind) {
                case CLOSED -> true;
                case OPEN -> now >= openedAt + policy.openFor().toNanos();
                case HALF_OPEN -> underWay < places(hosts) || now > newest + TRIAL_LIMIT;
            };
        }

        @Nullable
        Object admit(int hosts, long now) {
            if (!admits(hosts, now)) {
                return null;
            }
            if (kind == Kind.OPEN || (kind == Kind.HALF_OPEN && underWay >= places(hosts))) {
                kind = Kind.HALF_OPEN;
                phase = new Object();
                underWay = 0;
                good = 0;
                needed = places(hosts);
            }
            if (kind == Kind.HALF_OPEN) {
                underWay++;
                newest = now;
            }
            return phase;
        }

        void ended(Object begun, HostOutcome outcome, long now) {
            if (begun != phase) {
                return;
            }
            boolean failed = (outcome instanceof HostOutcome.Responded response && response.status() >= 500)
                    || (outcome instanceof HostOutcome.Failed failure && failure.failure() == HostFailure.TIMEOUT);
            boolean fine = outcome instanceof HostOutcome.Responded response && response.status() < 500;
            long took =
                    outcome instanceof HostOutcome.Responded response ? response.headNanos() : outcome.durationNanos();
            boolean slow = (failed || fine) && policy.slowRate() != null && took > 5 * SECOND;
            if (kind == Kind.HALF_OPEN) {
                underWay--;
                if (failed || slow) {
                    opens(now);
                } else if (fine && ++good >= needed) {
                    closes(now);
                }
            } else if (failed || fine) {
                inARow = failed ? inARow + 1 : 0;
                calls.add(new Ended(tenth(now), failed, slow));
                Integer most = policy.consecutiveFailures();
                if ((most != null && inARow >= most)
                        || (failed && isTooMuch(calls.stream(), now, true, policy.failureRate()))
                        || (slow && isTooMuch(calls.stream(), now, false, policy.slowRate()))) {
                    opens(now);
                }
            }
        }

        private long tenth(long now) {
            return (now - countedSince) / (policy.window().toNanos() / 10);
        }

        private boolean isTooMuch(Stream<Ended> all, long now, boolean failures, @Nullable Percentage share) {
            List<Ended> recent =
                    all.filter(call -> call.tenth > tenth(now) - 10).toList();
            long bad = recent.stream()
                    .filter(call -> failures ? call.failed : call.slow)
                    .count();
            return share != null
                    && recent.size() >= policy.minimumCalls()
                    && bad >= share.share() * recent.size() - 1e-9;
        }

        private void opens(long now) {
            kind = Kind.OPEN;
            phase = new Object();
            openedAt = now;
        }

        private void closes(long now) {
            kind = Kind.CLOSED;
            phase = new Object();
            calls = new ArrayList<>();
            countedSince = now;
            inARow = 0;
        }

        long retryAfter(long now) {
            return switch (kind) {
                case CLOSED -> 0;
                case HALF_OPEN -> 1;
                case OPEN ->
                    Math.max(1, (long) Math.ceil((openedAt + policy.openFor().toNanos() - now) / (double) SECOND));
            };
        }
    }
}
