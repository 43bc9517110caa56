package io.gatehouse.throttle.shared;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out permits that it has taken from the store in batches, and asks the store where it holds none.
 *
 * <p>Never grants more than the limit over all processes: what it holds has been counted, and lapses as {@link RateLimit#lease}
 * says. What a process holds, at most {@link RateLimit#mostLeased}, the others cannot use; batches shrink as the limit comes
 * near. Who comes less often than once a second, and limits whose batches would be of one permit, are counted exactly.
 */
final class LeasedLedger implements QuotaLedger {

    /** Those of one counter are one at a time, and so many in all. */
    private static final int MOST_RENEWALS = 256;

    private final SharedCounters store;
    private final GuardedStore guard;
    private final KnownUsages known;
    private final Outage outage;
    private final GatewayClock clock;
    private final Executor executor;
    private final IntSupplier processes;
    private final QuotaStoreListener listener;
    private final Semaphore renewals = new Semaphore(MOST_RENEWALS);
    private final CounterCache<LeasedCounter> counters;

    /**
     * Leases from this store.
     *
     * @param executor where permits are taken ahead of need
     * @param processes how many share the store, this one included
     * @param mostBytes what leases may take of the heap; beyond it those of which nothing can be handed out go first
     */
    LeasedLedger(
            SharedCounters store,
            GuardedStore guard,
            KnownUsages known,
            Outage outage,
            GatewayClock clock,
            Executor executor,
            IntSupplier processes,
            QuotaStoreListener listener,
            long mostBytes) {
        this.store = store;
        this.guard = guard;
        this.known = known;
        this.outage = outage;
        this.clock = clock;
        this.executor = executor;
        this.processes = processes;
        this.listener = listener;
        this.counters = new CounterCache<>(mostBytes);
    }

    /** What leases take of the heap. */
    HeapShare share() {
        return counters.share("throttle-leases");
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        LeasedCounter leased = counters.find(counter, now);
        QuotaDecision decision = leased == null ? null : takeOfLease(leased, limit, counter, now, permits);
        if (decision != null) {
            return decision;
        }
        if (guard.isOut()) {
            return outage.take(limit, counter, permits);
        }
        if (leased == null || leased.isRunning()) {
            return leased == null ? known.refusal(limit, counter, now, permits) : null;
        }
        return refuse(leased, limit, counter, now, permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        long begun = clock.epochMillis();
        LeasedCounter leased = counters.findOrMake(counter, begun, () -> new LeasedCounter(begun));
        leased.await(guard.timeoutMillis());
        long now = clock.epochMillis();
        QuotaDecision decision = takeOfLease(leased, limit, counter, now, permits);
        if (decision != null) {
            return decision;
        }
        Lease lease = leased.serving(limit, now);
        long drained = lease == null ? 0 : lease.drain(permits - 1);
        ConsumeResult result = guard.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, now, permits - drained, false, deadline);
        });
        if (lease != null && (result == null || !result.decision().admits())) {
            lease.add(drained);
        }
        return result == null ? outage.take(limit, counter, permits) : learn(leased, limit, counter, now, result);
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        LeasedCounter leased = counters.look(counter);
        QuotaDecision decision = leased == null ? null : leased.look(limit, now, permits);
        if (decision != null) {
            return decision;
        }
        Usage usage = guard.ask(deadline -> store.look(limit, counter, deadline));
        if (usage == null) {
            return outage.look(limit, counter, permits);
        }
        Lease lease = leased == null ? null : leased.serving(limit, now);
        long held = lease == null ? 0 : Math.min(lease.left(), permits - 1);
        return limit.take(usage, now, permits - held).decision();
    }

    private @Nullable QuotaDecision takeOfLease(
            LeasedCounter leased, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        QuotaDecision decision = leased.take(limit, nowMillis, permits);
        if (decision != null && leased.isLow()) {
            renewSoon(leased, limit, counter);
        }
        return decision;
    }

    /** What the store would refuse, unless permits have come from there in the meantime. */
    private @Nullable QuotaDecision refuse(
            LeasedCounter leased, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        QuotaDecision refusal = known.refusal(limit, counter, nowMillis, permits);
        if (refusal == null) {
            return null;
        }
        Lease lease = leased.serving(limit, nowMillis);
        if (lease == null || lease.left() == 0) {
            return refusal;
        }
        return leased.take(limit, nowMillis, permits);
    }

    private QuotaDecision learn(
            LeasedCounter leased, RateLimit limit, CounterKey counter, long nowMillis, ConsumeResult result) {
        QuotaDecision decision = result.decision();
        leased.learn(limit, nowMillis, decision);
        known.learn(limit, counter, result.usage());
        if (decision.outcome() == QuotaOutcome.ADMITTED && leased.isInDemand(nowMillis)) {
            renewSoon(leased, limit, counter);
        }
        return decision;
    }

    /** Takes more soon, unless that is under way, of no use, or too much at a time. Never blocks. */
    private void renewSoon(LeasedCounter leased, RateLimit limit, CounterKey counter) {
        if (limit.mostLeased() < 2
                || leased.remainingInStore() < 2
                || guard.isOut()
                || !leased.want(clock.epochMillis())) {
            return;
        }
        if (!renewals.tryAcquire()) {
            leased.renewed();
            return;
        }
        try {
            executor.execute(() -> renew(leased, limit, counter));
        } catch (RejectedExecutionException atTheEnd) {
            renewals.release();
            leased.renewed();
        }
    }

    private void renew(LeasedCounter leased, RateLimit limit, CounterKey counter) {
        try {
            long now = clock.epochMillis();
            long permits = leased.batch(limit, now, processes.getAsInt());
            if (permits >= 2) {
                leased.run();
                lease(leased, limit, counter, now, permits);
            }
        } finally {
            leased.renewed();
            renewals.release();
        }
    }

    private void lease(LeasedCounter leased, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        ConsumeResult result = guard.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, nowMillis, permits, true, deadline);
        });
        if (result == null) {
            return;
        }
        if (result.decision().admits()) {
            leased.receive(limit, nowMillis, permits, result.decision());
            listener.leased(permits);
        } else {
            leased.refused(nowMillis);
        }
        // Only now: whoever sees that nothing is left in the store also sees what has come from there.
        known.learn(limit, counter, result.usage());
    }
}
