package io.gatehouse.throttle.mongo.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other processes every second that this one counts too, and learns how many there are.
 *
 * <p>The heartbeat is also what tries a store that is out, so no request has to. The first one makes the indexes by which the
 * store drops what is of no use any more. Nothing waits for a heartbeat.
 */
public final class Heartbeats implements AutoCloseable {

    /** The collection of processes. */
    public static final String COLLECTION = "throttle_nodes";

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TRIAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** A process that has been silent for so long is gone; clocks may differ by less. */
    private static final long ALIVE_MILLIS = 10_000;

    private static final int MOST_NODES = 1_000;

    private final MongoCollection<Document> nodes;
    private final MongoCollection<Document> counters;
    private final String node;
    private final GuardedStore calls;
    private final GatewayClock clock;
    private final Timer timer;
    private final Executor executor;
    private volatile int alive = 1;
    private volatile boolean indexed;
    private volatile boolean closed;

    /**
     * Beats once begun.
     *
     * @param database where the processes are written down
     * @param counters the collection that also needs an index
     * @param node names this process, unlike any other
     * @param executor where waiting for the store is allowed
     */
    public Heartbeats(
            MongoDatabase database,
            MongoCollection<Document> counters,
            String node,
            GuardedStore calls,
            GatewayClock clock,
            Timer timer,
            Executor executor) {
        this.nodes = database.getCollection(COLLECTION);
        this.counters = counters;
        this.node = node;
        this.calls = calls;
        this.clock = clock;
        this.timer = timer;
        this.executor = executor;
    }

    /** Begins, without waiting for the store. */
    public void begin() {
        next(Duration.ZERO);
    }

    /** Processes that counted when the store last answered, this one included; at least 1. */
    public int alive() {
        return alive;
    }

    /** How the store fares. */
    public StoreState state() {
        return calls.state(alive);
    }

    /** Says no more; tries to take leave of the others. */
    @Override
    public void close() {
        closed = true;
        if (!calls.isOut()) {
            calls.ask(deadline -> deadline.within(nodes).deleteOne(eq("_id", node)));
        }
    }

    private void next(Duration delay) {
        timer.after(delay, () -> {
            try {
                executor.execute(this::beatAndGoOn);
            } catch (RejectedExecutionException atTheEnd) {
                closed = true;
            }
        });
    }

    private void beatAndGoOn() {
        if (closed) {
            return;
        }
        boolean answered = false;
        try {
            answered = calls.trial(PATIENCE, this::beat);
        } finally {
            next(answered ? INTERVAL : TRIAL_INTERVAL);
        }
    }

    private boolean beat(Deadline deadline) {
        long now = clock.epochMillis();
        deadline.within(nodes)
                .updateOne(
                        eq("_id", node),
                        Updates.combine(
                                Updates.set("at", now),
                                Updates.set(
                                        "expiresAt",
                                        new BsonDateTime(
                                                now + Duration.ofHours(1).toMillis()))),
                        new UpdateOptions().upsert(true));
        var found = new ArrayList<Document>();
        deadline.within(nodes)
                .find(gte("at", now - ALIVE_MILLIS))
                .projection(Projections.include("_id"))
                .limit(MOST_NODES)
                .into(found);
        alive = Math.max(1, found.size());
        if (!indexed) {
            indexed = true;
            makeIndexes(deadline);
        }
        return true;
    }

    /** Without them documents stay for good, and nothing else changes; some servers cannot make them. */
    private void makeIndexes(Deadline deadline) {
        var atOnce = new IndexOptions().expireAfter(0L, TimeUnit.SECONDS);
        try {
            deadline.within(counters).createIndex(Indexes.ascending("expiresAt"), atOnce);
            deadline.within(nodes).createIndex(Indexes.ascending("expiresAt"), atOnce);
        } catch (MongoCommandException refused) {
            LOG.warn("The throttling store makes no index that drops old counters: {}", refused.getErrorMessage());
        } catch (MongoException failure) {
            indexed = false;
            throw failure;
        }
    }
}
