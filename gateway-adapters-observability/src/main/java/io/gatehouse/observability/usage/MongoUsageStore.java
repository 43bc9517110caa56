package io.gatehouse.observability.usage;

import static com.mongodb.client.model.Filters.eq;

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
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usage in MongoDB: a document for each row in {@code usage_rows}, each name in {@code usage_names} and each process in
 * {@code usage_watches}. All have a date {@code expiresAt} by which an index drops them.
 */
public final class MongoUsageStore implements UsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(MongoUsageStore.class);

    private static final String ROWS = "usage_rows";
    private static final String NAMES = "usage_names";
    private static final String WATCHES = "usage_watches";
    private static final List<String> ALL = List.of(ROWS, NAMES, WATCHES);

    private static final String ID = "_id";
    private static final String HOUR = "hour";
    private static final String CALLS = "calls";
    private static final String BYTES_IN = "bytesIn";
    private static final String BYTES_OUT = "bytesOut";
    private static final String UPSTREAM = "upstreamMicros";
    private static final String PRESENT_SINCE = "presentSince";
    private static final String PRESENT_AT = "presentAt";
    private static final String USED = "used";
    private static final String BEGIN = "begin";
    private static final String END = "end";
    private static final String EXPIRES_AT = "expiresAt";

    private final MongoDatabase database;
    private final Supplier<Optional<String>> outageReason;

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
    public void write(List<Row> rows, Duration retention, Duration timeout) {
        if (rows.isEmpty()) {
            return;
        }
        List<ReplaceOneModel<Document>> writes = rows.stream()
                .map(row -> new ReplaceOneModel<>(
                        eq(ID, row.id()), document(row, retention), new ReplaceOptions().upsert(true)))
                .toList();
        ask(ROWS, timeout, within -> within.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
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
                .append(EXPIRES_AT, expiry(row.hour(), retention));
    }

    private static BsonDateTime expiry(long hour, Duration retention) {
        return new BsonDateTime(CalendarUnit.HOUR.begin(hour + 1) + retention.toMillis());
    }

    @Override
    public List<Sum> sum(Query query, Duration timeout) {
        var wanted = new Document(HOUR, new Document("$gte", query.fromHour()).append("$lt", query.toHour()));
        query.where().forEach((dimension, name) -> wanted.append(dimension.word(), name));
        var group = new Document();
        query.by().forEach(dimension -> group.append(dimension.word(), "$" + dimension.word()));
        var sums = new Document(ID, group.isEmpty() ? null : group);
        for (String counted : List.of(CALLS, BYTES_IN, BYTES_OUT, UPSTREAM)) {
            sums.append(counted, new Document("$sum", "$" + counted));
        }
        List<Document> pipeline = List.of(
                new Document("$match", wanted),
                new Document("$group", sums),
                new Document("$limit", (long) query.most() + 1));
        return ask(ROWS, timeout, within -> {
            var found = new ArrayList<Sum>();
            for (Document sum : within.aggregate(pipeline)) {
                Document values = sum.get(ID) instanceof Document some ? some : new Document();
                List<String> names = query.by().stream()
                        .map(dimension -> String.valueOf(values.get(dimension.word())))
                        .toList();
                found.add(new Sum(
                        names,
                        new Counts(
                                number(sum, CALLS),
                                number(sum, BYTES_IN),
                                number(sum, BYTES_OUT),
                                number(sum, UPSTREAM))));
            }
            return found;
        });
    }

    @Override
    public void present(Collection<String> names, long hour, Duration retention, Duration timeout) {
        if (names.isEmpty()) {
            return;
        }
        long absent = hour - MemoryUsageStore.ABSENT_HOURS;
        var again = new Document(ID, new Document("$in", List.copyOf(names)))
                .append(PRESENT_AT, new Document("$lt", absent));
        var update = new Document("$max", new Document(PRESENT_AT, hour).append(EXPIRES_AT, expiry(hour, retention)))
                .append("$setOnInsert", new Document(PRESENT_SINCE, hour).append(USED, -1L));
        List<UpdateOneModel<Document>> writes = names.stream()
                .map(name -> new UpdateOneModel<Document>(eq(ID, name), update, new UpdateOptions().upsert(true)))
                .toList();
        ask(NAMES, timeout, within -> {
            within.updateMany(again, new Document("$set", new Document(PRESENT_SINCE, hour)));
            return within.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        });
    }

    @Override
    public void used(Map<String, Long> hours, Duration retention, Duration timeout) {
        if (hours.isEmpty()) {
            return;
        }
        List<UpdateOneModel<Document>> writes = hours.entrySet().stream()
                .map(entry -> new UpdateOneModel<Document>(
                        eq(ID, entry.getKey()), new Document("$max", new Document(USED, entry.getValue()))))
                .toList();
        ask(NAMES, timeout, within -> within.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    @Override
    public List<NameUse> names(Duration timeout) {
        return ask(NAMES, timeout, within -> {
            var found = new ArrayList<NameUse>();
            for (Document name : within.find()) {
                found.add(new NameUse(name.getString(ID), number(name, PRESENT_SINCE), number(name, USED)));
            }
            return found;
        });
    }

    @Override
    public void watched(Watch watch, Duration retention, Duration timeout) {
        var document = new Document(ID, watch.run())
                .append(BEGIN, watch.beginMillis())
                .append(END, watch.endMillis())
                .append(EXPIRES_AT, new BsonDateTime(watch.endMillis() + retention.toMillis()));
        ask(
                WATCHES,
                timeout,
                within -> within.replaceOne(eq(ID, watch.run()), document, new ReplaceOptions().upsert(true)));
    }

    @Override
    public List<Watch> watches(Duration timeout) {
        return ask(WATCHES, timeout, within -> {
            var found = new ArrayList<Watch>();
            for (Document watch : within.find()) {
                found.add(new Watch(watch.getString(ID), number(watch, BEGIN), number(watch, END)));
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

    /** Without indexes sums take longer and documents stay for good; some servers cannot make all of them. */
    @Override
    public void prepare(Duration timeout) {
        index(ROWS, new Document(HOUR, 1).append(UsageDimension.TENANT.word(), 1), new IndexOptions(), timeout);
        for (String collection : ALL) {
            index(
                    collection,
                    Indexes.ascending(EXPIRES_AT).toBsonDocument(),
                    new IndexOptions().expireAfter(0L, TimeUnit.SECONDS),
                    timeout);
        }
    }

    private void index(String collection, Bson keys, IndexOptions options, Duration timeout) {
        ask(collection, timeout, within -> {
            try {
                return within.createIndex(keys, options);
            } catch (MongoCommandException refused) {
                LOG.warn("The store of usage makes no index of {}: {}", collection, refused.getErrorMessage());
                return "";
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
