package io.gatehouse.throttle.mongo.counter;

import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.quota.Usage;
import java.util.List;
import org.bson.Document;

/**
 * How the usages of a kind of limit lie in a document, and which single operations take permits.
 *
 * <p>An operation's filter says what the limit's own rule says, so that both always agree.
 */
interface CounterCodec {

    /** What is tried one after the other until a document matches. */
    List<Operation> operations(String id, long nowMillis, long permits, boolean lease);

    /** The usage that a document tells. */
    Usage read(Document document);

    /** The fields that tell a usage. */
    Document write(Usage usage);

    /** Matches a document that has not been changed since this usage was read. */
    Document unchanged(Usage usage);

    /** The shape of this limit's usages. */
    static CounterCodec of(RateLimit limit) {
        if (limit instanceof FixedWindow fixed) {
            return new FixedWindowCodec(fixed);
        }
        if (limit instanceof SlidingWindow sliding) {
            return new SlidingWindowCodec(sliding);
        }
        return new TokenBucketCodec((TokenBucket) limit);
    }

    /** A whole number in a document, however the store keeps it. */
    static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }
}
