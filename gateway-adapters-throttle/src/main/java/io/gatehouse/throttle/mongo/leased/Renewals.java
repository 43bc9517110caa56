package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.quota.ConsumeResult;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.mongo.counter.CounterStore;
import io.gatehouse.throttle.mongo.counter.KnownUsages;
import io.gatehouse.throttle.mongo.outage.Outage;
import io.gatehouse.throttle.mongo.store.GuardedStore;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;

/** Takes batches of permits off the requests' path: one at a time for a counter, and not too many in all. */
final class Renewals {

    private static final int MOST_AT_A_TIME = 256;

    private final Semaphore room = new Semaphore(MOST_AT_A_TIME);
    private final CounterStore store;
    private final GuardedStore calls;
    private final KnownUsages known;
    private final Outage outage;
    private final GatewayClock clock;
    private final Executor executor;
    private final IntSupplier processes;
    private final QuotaStoreListener listener;

    Renewals(
            CounterStore store,
            GuardedStore calls,
            KnownUsages known,
            Outage outage,
            GatewayClock clock,
            Executor executor,
            IntSupplier processes,
            QuotaStoreListener listener) {
        this.store = store;
        this.calls = calls;
        this.known = known;
        this.outage = outage;
        this.clock = clock;
        this.executor = executor;
        this.processes = processes;
        this.listener = listener;
    }

    /** Takes more soon, unless that is under way, of no use, or too much at a time. Never blocks. */
    void begin(LeasedCounter cell, RateLimit limit, CounterKey counter) {
        if (limit.mostLeased() < 2 || cell.remainingInStore() < 2 || calls.isOut() || !cell.want(clock.epochMillis())) {
            return;
        }
        if (!room.tryAcquire()) {
            cell.renewed();
            return;
        }
        try {
            executor.execute(() -> renew(cell, limit, counter));
        } catch (RejectedExecutionException atTheEnd) {
            room.release();
            cell.renewed();
        }
    }

    private void renew(LeasedCounter cell, RateLimit limit, CounterKey counter) {
        try {
            long now = clock.epochMillis();
            long permits = cell.batch(limit, now, processes.getAsInt());
            if (permits >= 2) {
                cell.run();
                lease(cell, limit, counter, now, permits);
            }
        } finally {
            cell.renewed();
            room.release();
        }
    }

    private void lease(LeasedCounter cell, RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        ConsumeResult taking = calls.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, nowMillis, permits, true, deadline);
        });
        if (taking == null) {
            return;
        }
        if (taking.grant().admits()) {
            cell.receive(limit, nowMillis, permits, taking.grant());
            listener.leased(permits);
        } else {
            cell.refused(nowMillis);
        }
        // Only now: whoever sees that nothing is left in the store also sees what has come from there.
        known.learn(limit, counter, taking.usage());
    }
}
