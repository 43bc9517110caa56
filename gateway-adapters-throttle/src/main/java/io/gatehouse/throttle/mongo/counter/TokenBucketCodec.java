package io.gatehouse.throttle.mongo.counter;

import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.quota.Usage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The time at which the bucket is full, in nanoseconds since the epoch. */
record TokenBucketCodec(TokenBucket limit) implements CounterCodec {

    private static final String FULL_AT = "fullAt";

    @Override
    public List<Operation> operations(String id, long nowMillis, long permits, boolean lease) {
        long now = TimeUnit.MILLISECONDS.toNanos(nowMillis);
        long taken = permits * limit.intervalNanos();
        long highest = now + limit.fillNanos() - taken;
        if (lease) {
            return leases(id, limit.leaseEndNanos(nowMillis), highest, taken);
        }
        Document partlyUsed = new Document("$gt", now).append("$lte", highest);
        return List.of(
                new Operation(counter(id, partlyUsed), inc(FULL_AT, taken), false),
                new Operation(counter(id, new Document("$lte", now)), set(FULL_AT, now + taken), true));
    }

    private List<Operation> leases(String id, long end, long highest, long taken) {
        Document later = new Document("$gte", end).append("$lte", highest);
        var add = new Operation(counter(id, later), inc(FULL_AT, taken), false);
        return limit.countsLeasesAtTheirEnd() && end <= highest
                ? List.of(add, new Operation(counter(id, new Document("$lt", end)), set(FULL_AT, end + taken), false))
                : List.of(add);
    }

    private static Document counter(String id, Document fullAt) {
        return new Document("_id", id).append(FULL_AT, fullAt);
    }

    @Override
    public Usage read(Document document) {
        return new TokenBucket.Used(CounterCodec.number(document, FULL_AT));
    }

    @Override
    public Document write(Usage usage) {
        return new Document(FULL_AT, ((TokenBucket.Used) usage).fullAtNanos());
    }

    @Override
    public Document unchanged(Usage usage) {
        return write(usage);
    }
}
