package io.gatehouse.observability.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Usage in MongoDB: a document for each row in {@code usage_rows}, and for each name in {@code usage_notes}. All have a date {@code expiresAt}
 * by which an index drops them, and once an hour the store itself on servers that have no such indexes.
 */
public final class MongoUsageStore implements UsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(MongoUsageStore.class);

    private static final String ROWS = "usage_rows";
    private static final String NOTES = "usage_notes";

    private static final String ID = "_id";
    private static final String HOUR = "hour";
    private static final String CALLS = "calls";
    private static final String BYTES_IN = "bytesIn";
    private static final String BYTES_OUT = "bytesOut";
    private static final String UPSTREAM = "upstreamMicros";
    private static final List<String> COUNTED = List.of(CALLS, BYTES_IN, BYTES_OUT, UPSTREAM);
    private static final String SINCE = "since";
    private static final String SEEN = "seen";
    private static final String USED = "used";
    private static final String EXPIRES_AT = "expiresAt";

    private final MongoDatabase database;
    private final Supplier<Optional<String>> outageReason;

    /** FerretDB gets all sums of a group wrong but the first. */
    private volatile boolean oneSumAtATime = true;

    private volatile boolean serverDrops = true;
    private final AtomicBoolean toldOfIndexes = new AtomicBoolean();
    private final AtomicBoolean toldOfStrangers = new AtomicBoolean();
    private volatile long droppedHour;

    /**
     * Keeps usage in this database; begins nothing.
     *
     * @param outageReason why its servers cannot be reached at the moment, if that is known
     */
    public MongoUsageStore(MongoDatabase database, Supplier<Optional<String>> outageReason) {
        this.database = database;
        this.outageReason = outageReason;
    }

    @Override
    public void write(List<Row> rows, List<Note> notes, Duration retention, Duration timeout) {
        writeAll(
                ROWS,
                rows.stream()
                        .map(row -> new ReplaceOneModel<>(
                                eq(ID, row.id()), document(row, retention), new ReplaceOptions().upsert(true)))
                        .toList(),
                timeout);
        writeAll(NOTES, notes.stream().map(MongoUsageStore::anew).toList(), timeout);
        writeAll(NOTES, notes.stream().map(note -> latest(note, retention)).toList(), timeout);
        if (!serverDrops && !notes.isEmpty()) {
            drop(notes.get(0).seenMillis(), timeout);
        }
    }

    private void drop(long nowMillis, Duration timeout) {
        long hour = CalendarUnit.HOUR.at(nowMillis);
        if (hour != droppedHour) {
            droppedHour = hour;
            for (String collection : List.of(ROWS, NOTES)) {
                ask(collection, timeout, within -> within.deleteMany(lt(EXPIRES_AT, new BsonDateTime(nowMillis))));
            }
        }
    }

    private void writeAll(String collection, List<? extends WriteModel<Document>> writes, Duration timeout) {
        if (!writes.isEmpty()) {
            ask(collection, timeout, within -> within.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        }
    }

    private static UpdateOneModel<Document> anew(Note note) {
        long absent = note.seenMillis() - ABSENCE.toMillis();
        return new UpdateOneModel<>(
                new Document(ID, note.name()).append(SEEN, new Document("$lt", absent)),
                new Document("$set", new Document(SINCE, note.sinceMillis())));
    }

    private static UpdateOneModel<Document> latest(Note note, Duration retention) {
        var latest = new Document(SEEN, note.seenMillis())
                .append(USED, note.usedMillis())
                .append(EXPIRES_AT, new BsonDateTime(note.seenMillis() + retention.toMillis()));
        return new UpdateOneModel<>(
                eq(ID, note.name()),
                new Document("$max", latest).append("$setOnInsert", new Document(SINCE, note.sinceMillis())),
                new UpdateOptions().upsert(true));
    }

    private static Document document(Row row, Duration retention) {
        Series series = row.series();
        Counts counts = row.counts();
        return new Document(ID, row.id())
                .append(HOUR, row.hour())
                .append(UsageDimension.TENANT.word(), series.tenant())
                .append(UsageDimension.APPLICATION.word(), series.application())
                .append(UsageDimension.KEY.word(), series.key())
                .append(UsageDimension.SERVICE.word(), series.service())
                .append(UsageDimension.VERSION.word(), series.version())
                .append(UsageDimension.STATUS.word(), series.status())
                .append(CALLS, counts.calls())
                .append(BYTES_IN, counts.bytesIn())
                .append(BYTES_OUT, counts.bytesOut())
                .append(UPSTREAM, counts.upstreamMicros())
                .append(EXPIRES_AT, new BsonDateTime(CalendarUnit.HOUR.begin(row.hour() + 1) + retention.toMillis()));
    }

    @Override
    public List<Sum> sum(Query query, Duration timeout) {
        var wanted = new Document(HOUR, new Document("$gte", query.fromHour()).append("$lt", query.toHour()));
        query.where().forEach((dimension, name) -> wanted.append(dimension.word(), name));
        var group = new Document();
        query.by().forEach(dimension -> group.append(dimension.word(), "$" + dimension.word()));
        var found = new HashMap<List<String>, long[]>();
        List<List<String>> passes =
                oneSumAtATime ? COUNTED.stream().map(List::of).toList() : List.of(COUNTED);
        for (List<String> counted : passes) {
            var sums = new Document(ID, group.isEmpty() ? null : group);
            counted.forEach(field -> sums.append(field, new Document("$sum", "$" + field)));
            List<Document> pipeline = List.of(
                    new Document("$match", wanted),
                    new Document("$group", sums),
                    new Document("$limit", (long) query.most() + 1));
            ask(ROWS, timeout, within -> {
                for (Document sum : within.aggregate(pipeline)) {
                    long[] counts = found.computeIfAbsent(names(query, sum), first -> new long[COUNTED.size()]);
                    counted.forEach(field -> counts[COUNTED.indexOf(field)] = number(sum, field));
                }
                return found;
            });
        }
        return found.entrySet().stream()
                .map(sum -> new Sum(sum.getKey(), counts(sum.getValue())))
                .limit(query.most() + 1L)
                .toList();
    }

    private static List<String> names(Query query, Document sum) {
        Document values = sum.get(ID) instanceof Document some ? some : new Document();
        return query.by().stream()
                .map(dimension -> name(dimension, values.get(dimension.word())))
                .toList();
    }

    /** Other programs, and servers, may have made another number of an hour. */
    private static String name(UsageDimension dimension, @Nullable Object value) {
        return dimension == UsageDimension.HOUR && value instanceof Number hour
                ? Long.toString(hour.longValue())
                : String.valueOf(value);
    }

    /** In the order of {@link #COUNTED}. */
    private static Counts counts(long[] numbers) {
        return new Counts(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    @Override
    public List<Note> notes(Duration timeout) {
        return ask(NOTES, timeout, within -> {
            var found = new ArrayList<Note>();
            boolean strangers = false;
            for (Document note : within.find()) {
                if (note.get(ID) instanceof String name
                        && note.get(SINCE) instanceof Number since
                        && note.get(SEEN) instanceof Number seen
                        && note.get(USED) instanceof Number used) {
                    found.add(new Note(name, since.longValue(), seen.longValue(), used.longValue()));
                } else {
                    strangers = true;
                }
            }
            if (strangers && !toldOfStrangers.getAndSet(true)) {
                LOG.warn(
                        "The collection {} holds documents that this gateway has not written; they are left alone",
                        NOTES);
            }
            return found;
        });
    }

    /** Numbers as servers keep them: as the least type that holds them. */
    private static long number(Document document, String field) {
        Number number = document.get(field, Number.class);
        if (number == null) {
            throw new IllegalStateException("a document without " + field);
        }
        return number.longValue();
    }

    /** Without indexes sums take longer; some servers cannot make all of them. */
    @Override
    public void prepare(Duration timeout) {
        oneSumAtATime = ask(
                ROWS,
                timeout,
                within -> database.withTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
                        .runCommand(new Document("buildInfo", 1))
                        .containsKey("ferretdbVersion"));
        index(ROWS, new Document(HOUR, 1).append(UsageDimension.TENANT.word(), 1), new IndexOptions(), timeout);
        Bson expiry = Indexes.ascending(EXPIRES_AT).toBsonDocument();
        IndexOptions atOnce = new IndexOptions().expireAfter(0L, TimeUnit.SECONDS);
        serverDrops = index(ROWS, expiry, atOnce, timeout) && index(NOTES, expiry, atOnce, timeout);
        // It is tried again whenever the store was away.
        toldOfIndexes.set(true);
    }

    private boolean index(String collection, Bson keys, IndexOptions options, Duration timeout) {
        return ask(collection, timeout, within -> {
            try {
                within.createIndex(keys, options);
                return true;
            } catch (MongoCommandException refused) {
                if (!toldOfIndexes.get()) {
                    LOG.warn("The store of usage makes no index of {}: {}", collection, refused.getErrorMessage());
                }
                return false;
            }
        });
    }

    @Override
    public Optional<String> outageReason() {
        return outageReason.get();
    }

    private <T> T ask(String collection, Duration timeout, Function<MongoCollection<Document>, T> operation) {
        try {
            return operation.apply(database.getCollection(collection)
                    .withTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (MongoException | BSONException | ClassCastException | IllegalStateException failure) {
            // The last one is what the driver throws once its client is closed.
            throw new UsageStoreException("MongoDB failed", failure);
        }
    }
}
