package io.gatehouse.throttle.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import io.gatehouse.domain.quota.BoundedIncrement;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.StoredCounter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters as documents of one collection: {@code _id} is the key, {@code period}, {@code value} and {@code detail} are as they are, and
 * {@code expiresAt} is a date by which an index drops them.
 *
 * <p>An increment is one atomic operation; one with a floor takes a second where the value is below it, as an update that computes
 * is not to be had from every server. Filters are without {@code $and}, in which not every server finds the {@code _id} of a
 * document that it makes.
 */
public final class MongoCounterStore implements CounterStore {

    private static final Logger LOG = LoggerFactory.getLogger(MongoCounterStore.class);

    private static final String COLLECTION = "throttle_counters";
    private static final String ID = "_id";
    private static final String PERIOD = "period";
    private static final String VALUE = "value";
    private static final String DETAIL = "detail";
    private static final String EXPIRES_AT = "expiresAt";

    private static final int DUPLICATE_KEY = 11000;

    private final MongoCollection<Document> counters;
    private final Supplier<Optional<String>> outageReason;

    /**
     * Counts in this database; begins nothing.
     *
     * @param outageReason why its servers cannot be reached at the moment, if that is known
     */
    public MongoCounterStore(MongoDatabase database, Supplier<Optional<String>> outageReason) {
        this.counters = database.getCollection(COLLECTION);
        this.outageReason = outageReason;
    }

    @Override
    public @Nullable StoredCounter read(String key, Duration timeout) {
        Optional<StoredCounter> found = ask(
                timeout,
                within -> Optional.ofNullable(within.find(eq(ID, key)).first()).map(MongoCounterStore::counter));
        return found.orElse(null);
    }

    @Override
    public @Nullable StoredCounter increment(String key, BoundedIncrement by, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean makes = by.apply(by.first()) >= 0;
        long lowest = Math.max(by.least(), by.floor());
        var amount = inc(VALUE, by.amount());
        Document value = from(lowest).append("$lte", by.most() - by.amount());
        StoredCounter before = change(key, value, amount, by, makes && lowest == 0, timeout);
        if (before != null) {
            return before.withValue(before.value() + by.amount());
        }
        long raised = by.floor() + by.amount();
        if (by.floor() <= by.least() || raised > by.most()) {
            return null;
        }
        value = from(by.least()).append("$lt", by.floor());
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        before = change(key, value, set(VALUE, raised), by, makes && by.least() == 0, left);
        return before == null ? null : before.withValue(raised);
    }

    /** No value is below 0, and two bounds of a value are more than some servers can take where they make a document. */
    private static Document from(long least) {
        return least == 0 ? new Document() : new Document("$gte", least);
    }

    /** The counter as it was; null if it was not changed. */
    private @Nullable StoredCounter change(
            String key, Document value, Bson update, BoundedIncrement by, boolean makes, Duration timeout) {
        StoredCounter first = by.first();
        Document filter = new Document(ID, key)
                .append(PERIOD, new Document("$gte", first.period()).append("$lte", by.lastPeriod()))
                .append(VALUE, value);
        Bson all = combine(
                update,
                set(EXPIRES_AT, new BsonDateTime(by.expiresAtMillis())),
                setOnInsert(PERIOD, first.period()),
                setOnInsert(DETAIL, first.detail()));
        // What it was before: some servers give two callers the same document afterwards.
        var options = new FindOneAndUpdateOptions()
                .returnDocument(ReturnDocument.BEFORE)
                .upsert(makes);
        return unlessDuplicate(timeout, within -> {
                    Document before = within.findOneAndUpdate(filter, all, options);
                    return before == null && makes
                            ? Optional.of(first)
                            : Optional.ofNullable(before).map(MongoCounterStore::counter);
                })
                .orElse(null);
    }

    @Override
    public boolean replace(
            String key, @Nullable StoredCounter expected, StoredCounter next, long expiresAtMillis, Duration timeout) {
        Document fields = fields(next).append(EXPIRES_AT, new BsonDateTime(expiresAtMillis));
        if (expected == null) {
            return unlessDuplicate(timeout, within -> Optional.of(within.insertOne(fields.append(ID, key))))
                    .isPresent();
        }
        return ask(
                timeout,
                within -> within.updateOne(fields(expected).append(ID, key), new Document("$set", fields))
                                .getMatchedCount()
                        == 1);
    }

    /** Without it documents stay for good, and nothing else changes; some servers cannot make it. */
    @Override
    public void prepare(Duration timeout) {
        ask(timeout, within -> {
            try {
                return within.createIndex(
                        Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
            } catch (MongoCommandException refused) {
                LOG.warn("The throttling store makes no index that drops old counters: {}", refused.getErrorMessage());
                return COLLECTION;
            }
        });
    }

    @Override
    public Optional<String> outageReason() {
        return outageReason.get();
    }

    private static Document fields(StoredCounter counter) {
        return new Document(PERIOD, counter.period())
                .append(VALUE, counter.value())
                .append(DETAIL, counter.detail());
    }

    /** Numbers as servers keep them: as the least type that holds them. */
    private static StoredCounter counter(Document document) {
        Number period = document.get(PERIOD, Number.class);
        Number value = document.get(VALUE, Number.class);
        String detail = document.getString(DETAIL);
        if (period == null || value == null || detail == null) {
            throw new CounterStoreException("a document of " + COLLECTION + " is no counter", null);
        }
        return new StoredCounter(period.longValue(), value.longValue(), detail);
    }

    private <T> Optional<T> unlessDuplicate(
            Duration timeout, Function<MongoCollection<Document>, Optional<T>> operation) {
        return ask(timeout, within -> {
            try {
                return operation.apply(within);
            } catch (MongoException failure) {
                if (failure.getCode() == DUPLICATE_KEY) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private <T> T ask(Duration timeout, Function<MongoCollection<Document>, T> operation) {
        try {
            return operation.apply(counters.withTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (MongoException | BSONException | ClassCastException | IllegalStateException failure) {
            // The last one is what the driver throws once its client is closed.
            throw new CounterStoreException("MongoDB failed", failure);
        }
    }
}
