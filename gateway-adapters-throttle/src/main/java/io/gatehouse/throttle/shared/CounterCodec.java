package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.AlignedWindow;
import io.gatehouse.domain.quota.BoundedIncrement;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.StoredCounter;
import io.gatehouse.domain.quota.TokenBucket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How keys, usages and wishes for permits are encoded for a store.
 *
 * <p>An increment's bounds say what the limit's own rule says, so that both always agree. Of an aligned window the period is its
 * number and the value what has been used. Of a sliding window they are the number of the current sub-window and the permits
 * of all eleven; the detail has those of the ten before the current one, the latest first, or nothing where they are all 0.
 * Of a bucket the value is the time at which it is full, in nanoseconds since the epoch.
 */
final class CounterCodec {

    private static final int LONGEST_KEY = 512;

    /** How long the store keeps counters that are of no use any more; far more than clocks differ. */
    private static final long KEPT_MILLIS = Duration.ofMinutes(10).toMillis();

    private CounterCodec() {}

    /** The counter's text, or a digest of it where that is long or has other characters than a store must take. */
    static String key(CounterKey counter) {
        String text = counter.text();
        return text.length() <= LONGEST_KEY && text.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? text
                : "sha256:" + HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        // As it is: an encoder would make one of texts that differ in halves of characters.
        var bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        bytes.asCharBuffer().put(text);
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.array());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    static long expiresAtMillis(RateLimit limit, long nowMillis) {
        return nowMillis + limit.memoryMillis() + KEPT_MILLIS;
    }

    static StoredCounter encode(Usage usage) {
        if (usage instanceof FixedWindow.Used used) {
            return new StoredCounter(used.window(), used.permits(), "");
        }
        if (usage instanceof SlidingWindow.Used used) {
            long[] before = LongStream.rangeClosed(1, SlidingWindow.PARTS)
                    .map(age -> used.permits((int) age))
                    .toArray();
            boolean none = used.total() == used.permits(0);
            return new StoredCounter(
                    used.part(),
                    used.total(),
                    none ? "" : Arrays.stream(before).mapToObj(Long::toString).collect(Collectors.joining(",")));
        }
        return new StoredCounter(0, ((TokenBucket.Used) usage).fullAtNanos(), "");
    }

    /** The usage of a limit that a counter holds; of one that does not exist, that nothing has been used. */
    static Usage decode(RateLimit limit, @Nullable StoredCounter counter) {
        if (counter == null) {
            return limit.unused();
        }
        if (limit instanceof SlidingWindow sliding) {
            return sliding.counted(counter.period(), permits(counter));
        }
        return limit instanceof AlignedWindow
                ? new FixedWindow.Used(counter.period(), counter.value())
                : new TokenBucket.Used(counter.value());
    }

    private static long[] permits(StoredCounter counter) {
        long[] permits = new long[SlidingWindow.PARTS + 1];
        permits[0] = counter.value();
        String[] before =
                counter.detail().isEmpty() ? new String[0] : counter.detail().split(",", -1);
        try {
            for (int age = 1; age <= before.length; age++) {
                permits[age] = Long.parseLong(before[age - 1]);
                permits[0] -= permits[age];
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException other) {
            throw new CounterStoreException("the store holds what is no sliding window", other);
        }
        return permits;
    }

    /** Takes permits in one operation; null where only the limit itself can say whether there are so many. */
    static @Nullable BoundedIncrement increment(RateLimit limit, long nowMillis, long permits, boolean lease) {
        if (permits > limit.limit()) {
            return null;
        }
        if (limit instanceof TokenBucket bucket) {
            return ofBucket(bucket, nowMillis, permits, lease);
        }
        boolean aligned = limit instanceof AlignedWindow;
        long period = aligned ? ((AlignedWindow) limit).windowAt(nowMillis) : ((SlidingWindow) limit).partAt(nowMillis);
        // Those of a process whose clock is ahead as well.
        long last = aligned ? period + 1 : period + SlidingWindow.PARTS + 1;
        return new BoundedIncrement(
                new StoredCounter(period, 0, ""),
                last,
                0,
                0,
                permits,
                limit.limit(),
                expiresAtMillis(limit, nowMillis));
    }

    private static BoundedIncrement ofBucket(TokenBucket bucket, long nowMillis, long permits, boolean lease) {
        long now = TimeUnit.MILLISECONDS.toNanos(nowMillis);
        long from = lease ? bucket.leaseEndNanos(nowMillis) : now;
        return new BoundedIncrement(
                new StoredCounter(0, 0, ""),
                0,
                lease && !bucket.countsLeasesAtTheirEnd() ? from : 0,
                from,
                permits * bucket.intervalNanos(),
                now + bucket.fillNanos(),
                expiresAtMillis(bucket, nowMillis));
    }
}
