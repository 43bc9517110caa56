package io.gatehouse.throttle.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.throttle.mongo.counter.CounterStore;
import io.gatehouse.throttle.mongo.counter.KnownUsages;
import io.gatehouse.throttle.mongo.exact.ExactLedger;
import io.gatehouse.throttle.mongo.leased.LeasedLedger;
import io.gatehouse.throttle.mongo.outage.Outage;
import io.gatehouse.throttle.mongo.store.GuardedStore;
import io.gatehouse.throttle.mongo.store.Heartbeats;
import io.gatehouse.throttle.mongo.store.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Counts in MongoDB, together with all processes that use the same database.
 *
 * <p>Nothing waits for the store but {@link #take} and {@link #look}, up to the deadline; neither making one nor beginning its
 * heartbeat does. Closing it takes leave of the other processes and leaves the client open.
 */
public final class MongoLedger implements QuotaLedger, AutoCloseable {

    private final QuotaLedger ledger;
    private final Heartbeats heartbeats;
    private final List<HeapShare> shares;

    /**
     * Counts in this database.
     *
     * @param timer wakes the heartbeat
     * @param executor where waiting for the store is allowed, for what no request waits for
     */
    public MongoLedger(
            MongoThrottleSettings settings,
            MongoDatabase database,
            GatewayClock clock,
            Timer timer,
            Executor executor,
            QuotaStoreListener listener) {
        MongoCollection<Document> counters = database.getCollection(CounterStore.COLLECTION);
        var calls = new GuardedStore(clock, settings.deadline(), listener);
        heartbeats = new Heartbeats(database, counters, settings.node(), calls, clock, timer, executor);
        var store = new CounterStore(counters);
        long third = settings.mostBytes() / 3;
        var known = new KnownUsages(clock, third);
        var outage = new Outage(settings.onOutage(), heartbeats::alive, known, clock, third);
        var taken = new ArrayList<>(List.of(known.share(), outage.share()));
        ledger = switch (settings.mode()) {
            case EXACT -> new ExactLedger(store, calls, known, outage, clock);
            case LEASED -> {
                var leased = new LeasedLedger(
                        store, calls, known, outage, clock, executor, heartbeats::alive, listener, third);
                taken.add(leased.share());
                yield leased;
            }
        };
        shares = List.copyOf(taken);
    }

    /** Begins to tell the other processes that this one is there, and to look after the store. */
    public void begin() {
        heartbeats.begin();
    }

    /** What is remembered of counters, and what it takes of the heap. */
    public List<HeapShare> shares() {
        return shares;
    }

    /** How the store fares. */
    public StoreState state() {
        return heartbeats.state();
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
    public void close() {
        heartbeats.close();
    }
}
