package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.ConsumeResult;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import io.gatehouse.throttle.mongo.counter.CounterStore;
import io.gatehouse.throttle.mongo.counter.KnownUsages;
import io.gatehouse.throttle.mongo.outage.Outage;
import io.gatehouse.throttle.mongo.store.GuardedStore;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out permits that it has taken from the store in batches, and asks the store where it holds none.
 *
 * <p>Never grants more than the limit over all processes: what it holds has been counted, and lapses as {@link RateLimit#lease}
 * says. What a process holds, at most {@link RateLimit#mostLeased}, the others cannot use; batches shrink as the limit comes
 * near. Who comes less often than once a second, and limits whose batches would be of one permit, are counted exactly.
 */
public final class LeasedLedger implements QuotaLedger {

    private final CounterStore store;
    private final GuardedStore calls;
    private final KnownUsages known;
    private final Outage outage;
    private final GatewayClock clock;
    private final Renewals renewals;
    private final CounterCache<LeasedCounter> cells;

    /**
     * Leases from this store.
     *
     * @param executor where permits are taken ahead of need
     * @param processes how many share the store, this one included
     * @param mostBytes what leases may take of the heap; beyond it those of which nothing can be handed out go first
     */
    public LeasedLedger(
            CounterStore store,
            GuardedStore calls,
            KnownUsages known,
            Outage outage,
            GatewayClock clock,
            Executor executor,
            IntSupplier processes,
            QuotaStoreListener listener,
            long mostBytes) {
        this.store = store;
        this.calls = calls;
        this.known = known;
        this.outage = outage;
        this.clock = clock;
        this.renewals = new Renewals(store, calls, known, outage, clock, executor, processes, listener);
        this.cells = new CounterCache<>(mostBytes);
    }

    /** What leases take of the heap. */
    public HeapShare share() {
        return cells.share("throttle-leases");
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        LeasedCounter cell = cells.find(counter, now);
        QuotaDecision leased = cell == null ? null : takeOfLease(cell, limit, counter, now, permits);
        if (leased != null) {
            return leased;
        }
        if (calls.isOut()) {
            return outage.take(limit, counter, permits);
        }
        if (cell == null || cell.isRunning()) {
            return cell == null ? known.refusal(limit, counter, now, permits) : null;
        }
        return refuse(cell, limit, counter, now, permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        long begun = clock.epochMillis();
        LeasedCounter cell = cells.findOrMake(counter, begun, () -> new LeasedCounter(begun));
        cell.await(calls.patienceMillis());
        long now = clock.epochMillis();
        QuotaDecision leased = takeOfLease(cell, limit, counter, now, permits);
        if (leased != null) {
            return leased;
        }
        Lease lease = cell.serving(limit, now);
        long drained = lease == null ? 0 : lease.drain(permits - 1);
        ConsumeResult taking = calls.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, now, permits - drained, false, deadline);
        });
        if (lease != null && (taking == null || !taking.grant().admits())) {
            lease.add(drained);
        }
        return taking == null ? outage.take(limit, counter, permits) : learn(cell, limit, counter, now, taking);
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        LeasedCounter cell = cells.look(counter);
        QuotaDecision leased = cell == null ? null : cell.look(limit, now, permits);
        if (leased != null) {
            return leased;
        }
        Usage usage = calls.ask(deadline -> store.look(limit, counter, deadline));
        if (usage == null) {
            return outage.look(limit, counter, permits);
        }
        Lease lease = cell == null ? null : cell.serving(limit, now);
        long held = lease == null ? 0 : Math.min(lease.left(), permits - 1);
        return limit.take(usage, now, permits - held).grant();
    }

    private @Nullable QuotaDecision takeOfLease(
            LeasedCounter cell, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        QuotaDecision grant = cell.take(limit, nowMillis, permits);
        if (grant != null && cell.isLow()) {
            renewals.begin(cell, limit, counter);
        }
        return grant;
    }

    /** What the store would refuse, unless permits have come from there in the meantime. */
    private @Nullable QuotaDecision refuse(
            LeasedCounter cell, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        QuotaDecision refusal = known.refusal(limit, counter, nowMillis, permits);
        if (refusal == null) {
            return null;
        }
        Lease lease = cell.serving(limit, nowMillis);
        if (lease == null || lease.left() == 0) {
            return refusal;
        }
        return cell.take(limit, nowMillis, permits);
    }

    private QuotaDecision learn(
            LeasedCounter cell, RateLimit limit, CounterKey counter, long nowMillis, ConsumeResult taking) {
        QuotaDecision grant = taking.grant();
        cell.learn(limit, nowMillis, grant);
        known.learn(limit, counter, taking.usage());
        if (grant.ruling() == QuotaOutcome.ADMITTED && cell.isInDemand(nowMillis)) {
            renewals.begin(cell, limit, counter);
        }
        return grant;
    }
}
