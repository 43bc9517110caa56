package io.gatehouse.throttle.mongo.counter;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.gatehouse.domain.quota.ConsumeResult;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.throttle.mongo.store.Deadline;
import io.gatehouse.throttle.mongo.store.StoreFailure;
import java.time.Duration;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Counters as documents, one each, that any number of processes change at a time.
 *
 * <p>Taking is one atomic operation in the common case. Where none matches, the document is read and the limit itself
 * decides: a refusal is told, anything else (a new window, a counter that came meanwhile) is written on condition that
 * nothing has changed since. Throws what the driver throws.
 */
public final class CounterStore {

    /** The collection. */
    public static final String COLLECTION = "throttle_counters";

    /** Each round is lost only to another caller's success, and mostly at the beginning of a window. */
    private static final int MOST_ROUNDS = 16;

    /** How long the store keeps counters that are of no use any more; far more than clocks differ. */
    private static final long KEPT_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final int DUPLICATE_KEY = 11000;

    private static final FindOneAndUpdateOptions CHANGE =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE);
    private static final FindOneAndUpdateOptions CHANGE_OR_MAKE =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE).upsert(true);

    private final MongoCollection<Document> counters;

    public CounterStore(MongoCollection<Document> counters) {
        this.counters = counters;
    }

    /**
     * Takes permits.
     *
     * @param lease whether they are handed out later, see {@link RateLimit#lease}
     */
    public ConsumeResult take(
            RateLimit limit, CounterKey counter, long nowMillis, long permits, boolean lease, Deadline deadline) {
        CounterCodec shape = CounterCodec.of(limit);
        String id = CounterId.of(counter);
        for (int round = 0; round < MOST_ROUNDS && !deadline.isOver(); round++) {
            Usage before =
                    permits > limit.limit() ? null : change(shape, limit, id, nowMillis, permits, lease, deadline);
            if (before != null) {
                return lease ? limit.lease(before, nowMillis, permits) : limit.take(before, nowMillis, permits);
            }
            Document found = find(id, deadline);
            Usage usage = found == null ? limit.unused() : shape.read(found);
            ConsumeResult taking =
                    lease ? limit.lease(usage, nowMillis, permits) : limit.take(usage, nowMillis, permits);
            boolean refused = taking.usage() == usage;
            if (refused || replace(shape, limit, id, found, usage, taking.usage(), nowMillis, deadline)) {
                return taking;
            }
        }
        throw new StoreFailure("too many others changed the counter");
    }

    /** What has been used. */
    public Usage look(RateLimit limit, CounterKey counter, Deadline deadline) {
        Document found = find(CounterId.of(counter), deadline);
        return found == null ? limit.unused() : CounterCodec.of(limit).read(found);
    }

    /** Counts what has been used elsewhere, also beyond the limit. */
    public void add(RateLimit limit, CounterKey counter, Usage elsewhere, long nowMillis, Deadline deadline) {
        CounterCodec shape = CounterCodec.of(limit);
        String id = CounterId.of(counter);
        for (int round = 0; round < MOST_ROUNDS && !deadline.isOver(); round++) {
            Document found = find(id, deadline);
            Usage usage = found == null ? limit.unused() : shape.read(found);
            Usage sum = limit.sum(usage, elsewhere, nowMillis);
            if (replace(shape, limit, id, found, usage, sum, nowMillis, deadline)) {
                return;
            }
        }
        throw new StoreFailure("too many others changed the counter");
    }

    /** What had been used before the permits were taken; null if they were not. */
    private @Nullable Usage change(
            CounterCodec shape,
            RateLimit limit,
            String id,
            long nowMillis,
            long permits,
            boolean lease,
            Deadline deadline) {
        Bson expiry = set("expiresAt", expiry(limit, nowMillis));
        for (Operation operation : shape.operations(id, nowMillis, permits, lease)) {
            try {
                Document before = deadline.within(counters)
                        .findOneAndUpdate(
                                operation.filter(),
                                combine(operation.update(), expiry),
                                operation.makes() ? CHANGE_OR_MAKE : CHANGE);
                if (before != null) {
                    return shape.read(before);
                }
                if (operation.makes()) {
                    return limit.unused();
                }
            } catch (MongoException failure) {
                throwUnlessDuplicate(failure);
            }
        }
        return null;
    }

    private @Nullable Document find(String id, Deadline deadline) {
        return deadline.within(counters).find(eq("_id", id)).first();
    }

    private boolean replace(
            CounterCodec shape,
            RateLimit limit,
            String id,
            @Nullable Document found,
            Usage usage,
            Usage next,
            long nowMillis,
            Deadline deadline) {
        Document fields = shape.write(next).append("expiresAt", expiry(limit, nowMillis));
        if (found != null) {
            return deadline.within(counters)
                            .updateOne(shape.unchanged(usage).append("_id", id), new Document("$set", fields))
                            .getMatchedCount()
                    == 1;
        }
        try {
            deadline.within(counters).insertOne(fields.append("_id", id));
            return true;
        } catch (MongoException failure) {
            throwUnlessDuplicate(failure);
            return false;
        }
    }

    private static BsonDateTime expiry(RateLimit limit, long nowMillis) {
        return new BsonDateTime(nowMillis + limit.memoryMillis() + KEPT_MILLIS);
    }

    private static void throwUnlessDuplicate(MongoException failure) {
        if (failure.getCode() != DUPLICATE_KEY) {
            throw failure;
        }
    }
}
