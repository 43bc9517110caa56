package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.throttle.cache.CounterState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What this process holds of one counter, and how much it takes at a time. Safe for concurrent use. */
final class LeasedCounter implements CounterState {

    private static final int SMALLEST = 2;

    /** With all that it refers to: itself, the lease, what the store has left, lapsed, and who waits for a renewal. */
    private static final int BYTES = 96 + 48 + 48 + 32 + 80;

    /** Callers that come less often than that get no lease. */
    private static final long DEMAND_MILLIS = 1_000;

    /** No lease is asked for so soon after one was refused, as every request would then ask twice. */
    private static final long REST_MILLIS = 100;

    /** Who has not been asked for, for so long, and has no lease, does not matter any more. */
    private static final long SILENCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile @Nullable StoreBalance balance;
    private volatile @Nullable Lease lease;
    private volatile @Nullable CountDownLatch running;
    private volatile long askedAtMillis = Long.MIN_VALUE / 2;
    /** Written by one renewal at a time. */
    private volatile long size = SMALLEST;

    private volatile long lastTaken;
    private volatile long restsUntilMillis = Long.MIN_VALUE;
    /** Only for one renewal at a time. */
    private final LapsedPermits lapsed = new LapsedPermits();

    private volatile long usedAtMillis;

    LeasedCounter(long nowMillis) {
        usedAtMillis = nowMillis;
    }

    @Override
    public int bytes() {
        return BYTES;
    }

    /** Dropping it lets nobody off, as the store has counted what is leased; but that is lost, so it should be the last to go. */
    @Override
    public double usedUp(long nowMillis) {
        Lease held = lease;
        return held == null || held.isOver(nowMillis) || held.left() == 0 ? 0 : 0.5;
    }

    @Override
    public long forgottenAtMillis() {
        return usedAtMillis + SILENCE_MILLIS;
    }

    @Override
    public boolean endUnlessUsedUp(long nowMillis) {
        return true;
    }

    @Override
    public void end() {
        // Whoever still uses it then gets another one; what the store has counted for this one is lost.
    }

    /** Whoever still uses it then gets another one; what the store has counted for this one is lost. */
    @Override
    public boolean endIfIdle(long nowMillis) {
        Lease held = lease;
        return nowMillis - usedAtMillis > SILENCE_MILLIS && (held == null || held.isOver(nowMillis));
    }

    /** The lease that may be handed out now; null if there is none. */
    @Nullable
    Lease serving(RateLimit limit, long nowMillis) {
        Lease held = lease;
        return held != null && held.serves(limit, nowMillis) ? held : null;
    }

    /** Hands out permits of the lease; null if there are not so many. */
    @Nullable
    QuotaDecision take(RateLimit limit, long nowMillis, long permits) {
        Lease held = serving(limit, nowMillis);
        long left = held == null ? -1 : held.take(permits);
        return left < 0 ? null : decide(nowMillis, left);
    }

    /** What {@link #take} would hand out. */
    @Nullable
    QuotaDecision look(RateLimit limit, long nowMillis, long permits) {
        Lease held = serving(limit, nowMillis);
        long left = held == null ? -1 : held.left() - permits;
        return left < 0 ? null : decide(nowMillis, left);
    }

    private @Nullable QuotaDecision decide(long nowMillis, long left) {
        StoreBalance known = balance;
        return known == null ? null : known.decide(nowMillis, left);
    }

    /** The store has said how much is left there; those who hear of it take turns, and nobody waits for them to read it. */
    synchronized void learn(RateLimit limit, long nowMillis, QuotaDecision decision) {
        StoreBalance before = balance;
        balance =
                before == null ? StoreBalance.of(limit, nowMillis, decision) : before.with(limit, nowMillis, decision);
    }

    /** What the store has left, as far as is known. */
    long remainingInStore() {
        StoreBalance known = balance;
        return known == null ? 0 : known.remaining();
    }

    /** Whether it is time to take more. */
    boolean isLow() {
        Lease held = lease;
        return held != null && held.left() <= lastTaken / 2 && !wanted.get();
    }

    /** Notes that the store was asked for one request; whether that happens often enough to lease. */
    boolean isInDemand(long nowMillis) {
        long before = askedAtMillis;
        askedAtMillis = nowMillis;
        usedAtMillis = nowMillis;
        return nowMillis - before <= DEMAND_MILLIS;
    }

    /** Makes the caller the one who renews; false if somebody does, or the store has just refused a lease. */
    boolean want(long nowMillis) {
        return nowMillis >= restsUntilMillis && !wanted.get() && wanted.compareAndSet(false, true);
    }

    /** The store leases nothing at the moment. */
    void refused(long nowMillis) {
        restsUntilMillis = nowMillis + REST_MILLIS;
    }

    /** The renewal talks to the store from now on. */
    void run() {
        running = new CountDownLatch(1);
    }

    /** The renewal is over, or will not be. */
    void renewed() {
        CountDownLatch done = running;
        running = null;
        wanted.set(false);
        if (done != null) {
            done.countDown();
        }
    }

    /** Whether a renewal may have got permits that are not here yet. */
    boolean isRunning() {
        return running != null;
    }

    /** Waits for a renewal that talks to the store. */
    void await(long timeoutMillis) {
        CountDownLatch latch = running;
        if (latch == null) {
            return;
        }
        try {
            latch.await(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How many permits to take now: twice as many as the last time if all were taken, half as many if most were lost,
     * ever fewer the less is left, and never more than may still be lost; less than 2 for none.
     */
    long batch(RateLimit limit, long nowMillis, int processes) {
        Lease now = serving(limit, nowMillis);
        long left = now == null ? 0 : now.left();
        if (now == null) {
            lapse(limit, nowMillis);
        } else if (left > lastTaken / 2) {
            return 0;
        } else {
            size = Math.min(limit.mostLeased(), size * 2);
        }
        long room = Math.min(limit.mostLeased(), lapsed.mayStillBeLost(limit, nowMillis)) - left;
        return Math.min(Math.min(size, room), remainingInStore() / (4L * processes));
    }

    /** What is left of a lease that is over is lost. */
    private void lapse(RateLimit limit, long nowMillis) {
        Lease over = lease;
        long lost = over == null ? 0 : over.drain(Long.MAX_VALUE);
        lapsed.add(limit, nowMillis, lost);
        if (lost > lastTaken / 4) {
            size = Math.max(SMALLEST, size / 2);
        }
    }

    /** The store has granted so many. */
    void receive(RateLimit limit, long nowMillis, long permits, QuotaDecision decision) {
        lastTaken = permits;
        learn(limit, nowMillis, decision);
        Lease now = serving(limit, nowMillis);
        if (now == null) {
            lease = new Lease(limit, nowMillis, permits);
        } else {
            now.add(permits);
        }
    }

    /**
     * Permits of one counter whose leases have lapsed lately.
     *
     * <p>They are added up for as long as the limit remembers, then from nothing again. So within any such time they are at most
     * twice as many as are allowed here. Not safe for concurrent use.
     */
    private static final class LapsedPermits {

        private long sinceMillis;
        private long lost;

        /** So many have lapsed. */
        void add(RateLimit limit, long nowMillis, long permits) {
            if (permits > 0) {
                forget(limit, nowMillis);
                sinceMillis = lost == 0 ? nowMillis : sinceMillis;
                lost += permits;
            }
        }

        /** How many more may lapse now. */
        long mayStillBeLost(RateLimit limit, long nowMillis) {
            forget(limit, nowMillis);
            return Math.max(0, limit.mostLost() - lost);
        }

        private void forget(RateLimit limit, long nowMillis) {
            if (Math.abs(nowMillis - sinceMillis) >= limit.memoryMillis()) {
                lost = 0;
            }
        }
    }

    /**
     * What the store has left, as it last said; for a stretch of time the least that it said, as responses overtake one another.
     *
     * @param endMillis when its next word counts, whatever it was before
     */
    private record StoreBalance(long limit, long endMillis, long remaining, long resetAtMillis) {

        /** Also the store's newest word. */
        StoreBalance with(RateLimit newest, long nowMillis, QuotaDecision decision) {
            StoreBalance fresh = of(newest, nowMillis, decision);
            return nowMillis >= endMillis || fresh.remaining < remaining || newest.limit() != limit
                    ? new StoreBalance(
                            fresh.limit,
                            nowMillis >= endMillis ? fresh.endMillis : endMillis,
                            fresh.remaining,
                            fresh.resetAtMillis)
                    : this;
        }

        static StoreBalance of(RateLimit limit, long nowMillis, QuotaDecision decision) {
            return new StoreBalance(
                    limit.limit(), limit.leaseEnd(nowMillis), decision.remaining(), nowMillis + decision.resetMillis());
        }

        /** A permit of a lease of which so many are left. */
        QuotaDecision decide(long nowMillis, long leased) {
            return new QuotaDecision(
                    QuotaOutcome.ADMITTED, limit, remaining + leased, Math.max(0, resetAtMillis - nowMillis), 0);
        }
    }
}
