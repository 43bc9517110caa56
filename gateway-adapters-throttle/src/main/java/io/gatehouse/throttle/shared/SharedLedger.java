package io.gatehouse.throttle.shared;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a store, together with all processes that use the same one.
 *
 * <p>Nothing waits for the store but {@link #take} and {@link #look}, up to the deadline; neither making one nor beginning its
 * heartbeat does. Closing it takes leave of the other processes and leaves the store open.
 */
public final class SharedLedger implements QuotaLedger, AutoCloseable {

    private final GuardedStore guard;
    private final QuotaLedger ledger;
    private final Membership membership;
    private final List<HeapShare> shares;

    /**
     * Counts in this store.
     *
     * @param mostBytes what may be taken of the heap for what the store said, for leases, and for an outage, a third each
     * @param timer wakes the heartbeat
     * @param executor where waiting for the store is allowed, for what no request waits for
     * @param metrics hear how the store fares; outages stand in the log as well
     */
    public SharedLedger(
            CounterStore store,
            SharedCounterSettings settings,
            long mostBytes,
            GatewayClock clock,
            Timer timer,
            Executor executor,
            QuotaStoreListener metrics) {
        String meanwhile = settings.onOutage().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var listener = new StoreLog(meanwhile, store::outageReason, metrics);
        guard = new GuardedStore(clock, settings.deadline(), listener);
        membership = new Membership(store, guard, clock, timer, executor);
        var counters = new SharedCounters(store);
        long third = mostBytes / 3;
        var known = new KnownUsages(clock, third);
        var outage = new Outage(settings.onOutage(), membership::alive, known, clock, third);
        var taken = new ArrayList<>(List.of(known.share(), outage.share()));
        ledger = switch (settings.mode()) {
            case EXACT -> new ExactLedger(counters, guard, known, outage, clock);
            case LEASED -> {
                var leased = new LeasedLedger(
                        counters, guard, known, outage, clock, executor, membership::alive, listener, third);
                taken.add(leased.share());
                yield leased;
            }
        };
        shares = List.copyOf(taken);
    }

    /** Begins to write this process down for the others, and to look after the store. */
    public void begin() {
        membership.begin();
    }

    /** The state of the store. */
    public StoreState state() {
        return guard.state(membership.alive());
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return ledger.takeAtOnce(limit, counter, permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        return ledger.take(limit, counter, permits);
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        return ledger.look(limit, counter, permits);
    }

    @Override
    public List<HeapShare> heapShares() {
        return shares;
    }

    @Override
    public void close() {
        membership.close();
    }

    /**
     * The state of a shared store, for operators.
     *
     * @param out whether it is not asked for requests, as it has failed again and again
     * @param sinceMillis since when that is so, in milliseconds since the epoch
     * @param calls how often it was asked
     * @param failures how often it has failed to answer in time
     * @param processes how many counted with it when it last answered, this one included
     */
    public record StoreState(boolean out, long sinceMillis, long calls, long failures, int processes) {}
}
