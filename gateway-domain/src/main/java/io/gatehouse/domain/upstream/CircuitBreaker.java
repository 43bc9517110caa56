package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import io.gatehouse.domain.upstream.CallWindow.Totals;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a version of a service that fails or takes long, for a while.
 *
 * <pre>
 *   closed ---- too many failures or slow calls ----> open ---- open-for is over, a call comes ----> half-open
 *     ^                                                ^                                            |    |
 *     |                                                '------------- a trial fails ----------------'    |
 *     '---------------------------- as many good trials as may run at a time ---------------------------'
 * </pre>
 *
 * <p>A call counts for the phase that it began in: what was under way before the breaker opened says nothing of the time after.
 * Shares are looked at when a call fails or is slow. Safe for concurrent use without a lock; {@link #goBy} is called by one thread
 * at a time.
 */
final class CircuitBreaker {

    private static final AtomicReferenceFieldUpdater<CircuitBreaker, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(CircuitBreaker.class, Phase.class, "phase");

    private static final int MOST_TRIALS = 10;
    private static final long SECOND = 1_000_000_000;

    private final GatewayClock clock;
    private final Consumer<BreakerState> changes;
    private volatile BreakerPolicy policy;
    private volatile long trialNanos;
    private volatile Phase phase;

    /** What it is doing; a call keeps the one that it began in. */
    abstract static class Phase {

        final long sinceMillis;

        Phase(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }
    }

    private static final class Closed extends Phase {

        private final @Nullable CallWindow window;
        private final AtomicInteger failedInARow = new AtomicInteger();

        Closed(long sinceMillis, @Nullable CallWindow window) {
            super(sinceMillis);
            this.window = window;
        }
    }

    private static final class Open extends Phase {

        private final String why;
        private final long sinceNanos;
        private final long lengthNanos;

        Open(long sinceMillis, long sinceNanos, long lengthNanos, String why) {
            super(sinceMillis);
            this.why = why;
            this.sinceNanos = sinceNanos;
            this.lengthNanos = lengthNanos;
        }

        long leftNanos(long now) {
            return lengthNanos - (now - sinceNanos);
        }
    }

    private static final class HalfOpen extends Phase {

        private final String why;
        private final int needed;
        private final AtomicInteger underWay = new AtomicInteger(1);
        private final AtomicInteger good = new AtomicInteger();
        private volatile long newestNanos;

        /** Begins with one trial. */
        HalfOpen(long sinceMillis, long nowNanos, int needed, String why) {
            super(sinceMillis);
            this.newestNanos = nowNanos;
            this.needed = needed;
            this.why = why;
        }

        boolean takes(int most, long now) {
            int before = underWay.get();
            while (before < most) {
                newestNanos = now;
                if (underWay.compareAndSet(before, before + 1)) {
                    return true;
                }
                before = underWay.get();
            }
            return false;
        }

        /** Whether the newest trial takes longer than one may keep others out. */
        boolean isStuck(long now, long trialNanos) {
            return now - newestNanos > trialNanos;
        }
    }

    /**
     * A closed breaker that goes by this policy.
     *
     * @param trialLimit how long a trial keeps others out at most; what takes longer than any answer may is a slow upload
     * @param changes hears of every change, on the thread that brings it about
     */
    CircuitBreaker(BreakerPolicy policy, Duration trialLimit, GatewayClock clock, Consumer<BreakerState> changes) {
        this.policy = policy;
        this.trialNanos = trialLimit.toNanos();
        this.clock = clock;
        this.changes = changes;
        this.phase = closed(clock.epochMillis());
    }

    /** Goes by this from now on. What has been counted begins anew if it says something else, and an open one stays open as long as that says. */
    void goBy(BreakerPolicy next, Duration trialLimit) {
        boolean same = next.saysTheSameAs(policy);
        policy = next;
        trialNanos = trialLimit.toNanos();
        Phase now = phase;
        while (!same && !PHASE.compareAndSet(this, now, underPolicy(now))) {
            now = phase;
        }
    }

    private Phase underPolicy(Phase now) {
        if (now instanceof Open open) {
            return new Open(open.sinceMillis, open.sinceNanos, policy.openFor().toNanos(), open.why);
        }
        return now instanceof Closed ? closed(now.sinceMillis) : now;
    }

    private Closed closed(long sinceMillis) {
        boolean shares = policy.failureRate() != null || policy.slowRate() != null;
        return new Closed(sinceMillis, shares ? new CallWindow(policy.window().toNanos(), clock.nanoTime()) : null);
    }

    /** Lets a call through, with what it must be {@linkplain #ended ended} or given up with; null if it does not. */
    @Nullable
    Phase admit(int hosts) {
        while (true) {
            Phase now = phase;
            if (now instanceof Closed) {
                return now;
            }
            long at = clock.nanoTime();
            // Looked at once: between two looks others may take the last place.
            if (now instanceof HalfOpen half) {
                if (half.takes(places(hosts), at)) {
                    return half;
                }
                if (!half.isStuck(at, trialNanos)) {
                    return null;
                }
            } else if (!lets(now, hosts, at)) {
                return null;
            }
            Phase trying = new HalfOpen(clock.epochMillis(), at, places(hosts), whyOf(now));
            if (PHASE.compareAndSet(this, now, trying)) {
                if (now instanceof Open) {
                    changes.accept(state());
                }
                return trying;
            }
        }
    }

    /** Whether a call would be let through now; changes nothing. */
    boolean admits(int hosts) {
        return lets(phase, hosts, clock.nanoTime());
    }

    private boolean lets(Phase now, int hosts, long at) {
        if (now instanceof Open open) {
            return open.leftNanos(at) <= 0;
        }
        return !(now instanceof HalfOpen half) || half.underWay.get() < places(hosts) || half.isStuck(at, trialNanos);
    }

    private static int places(int hosts) {
        return Math.max(1, Math.min(hosts, MOST_TRIALS));
    }

    /** Whether it should hear of the head of a response: a trial is over with that, however long its body takes. */
    static boolean isTrial(@Nullable Phase begun) {
        return begun instanceof HalfOpen;
    }

    /** What became of a call that was let through. */
    void ended(Phase begun, HostOutcome outcome) {
        if (begun != phase) {
            return;
        }
        if (begun instanceof Closed now) {
            count(now, outcome);
        } else if (begun instanceof HalfOpen now) {
            judge(now, outcome);
        }
    }

    private void count(Closed now, HostOutcome outcome) {
        boolean failed = outcome.isFailureOfHost();
        if (!failed && !(outcome instanceof HostOutcome.Responded)) {
            return;
        }
        BreakerPolicy by = policy;
        int inARow = 0;
        if (failed) {
            inARow = now.failedInARow.incrementAndGet();
        } else if (now.failedInARow.get() != 0) {
            now.failedInARow.set(0);
        }
        boolean slow = isSlow(outcome, by);
        String share = now.window == null ? null : share(now.window, failed, slow, by);
        Integer most = by.consecutiveFailures();
        if (failed && most != null && inARow >= most) {
            open(now, inARow + " failures in a row, the last: " + outcome.inWords());
        } else if (share != null) {
            open(now, share);
        }
    }

    /** Counts a call; says which share is too large by it, null if none is. */
    private @Nullable String share(CallWindow window, boolean failed, boolean slow, BreakerPolicy by) {
        long at = clock.nanoTime();
        window.add(at, failed, slow);
        if (!failed && !slow) {
            return null;
        }
        Totals totals = window.totals(at);
        if (totals.calls() < by.minimumCalls()) {
            return null;
        }
        if (failed && isReached(by.failureRate(), totals.failed(), totals.calls())) {
            return totals.failed() + " of " + totals.calls() + " calls failed";
        }
        return slow && isReached(by.slowRate(), totals.slow(), totals.calls())
                ? totals.slow() + " of " + totals.calls() + " calls were slow"
                : null;
    }

    private static boolean isReached(@Nullable Percentage share, long part, long whole) {
        return share != null && share.isReachedBy(part, whole);
    }

    private static boolean isSlow(HostOutcome outcome, BreakerPolicy by) {
        return by.slowRate() != null && outcome.isSlowerThan(by.slowAfter().toNanos());
    }

    private void judge(HalfOpen now, HostOutcome outcome) {
        if (outcome.isFailureOfHost()) {
            open(now, "a trial failed: " + outcome.inWords());
        } else if (isSlow(outcome, policy)) {
            open(now, "a trial was slow");
        } else if (outcome instanceof HostOutcome.Responded && now.good.incrementAndGet() >= now.needed) {
            move(now, closed(clock.epochMillis()));
        }
        now.underWay.decrementAndGet();
    }

    private void open(Phase from, String why) {
        move(
                from,
                new Open(clock.epochMillis(), clock.nanoTime(), policy.openFor().toNanos(), why));
    }

    private void move(Phase from, Phase to) {
        if (PHASE.compareAndSet(this, from, to)) {
            changes.accept(state());
        }
    }

    /** What it is doing now. */
    BreakerState state() {
        Phase now = phase;
        if (now instanceof Open open) {
            long left = Math.max(1, (open.leftNanos(clock.nanoTime()) + SECOND - 1) / SECOND);
            return new BreakerState(Kind.OPEN, open.sinceMillis, open.why, left, policy);
        }
        return now instanceof HalfOpen half
                ? new BreakerState(Kind.HALF_OPEN, half.sinceMillis, half.why, 1, policy)
                : new BreakerState(Kind.CLOSED, now.sinceMillis, null, 0, policy);
    }

    private static String whyOf(Phase now) {
        return now instanceof Open open ? open.why : ((HalfOpen) now).why;
    }
}
