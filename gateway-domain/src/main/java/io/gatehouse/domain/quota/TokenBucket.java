package io.gatehouse.domain.quota;

import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import java.time.Duration;

/**
 * A bucket of permits that is full at first and fills up at a steady rate: bursts up to its capacity, the rate in the long
 * run.
 *
 * <p>Kept as the generic cell rate algorithm does: one time, at which the bucket will be full again.
 *
 * @param capacity permits in a full bucket; at least 1
 * @param intervalNanos nanoseconds for one permit to come back; at least 1
 */
public record TokenBucket(long capacity, long intervalNanos) implements RateLimit {

    private static final long NANOS_OF_MILLI = 1_000_000;
    private static final long LONGEST_FILL = Long.MAX_VALUE / 8;
    private static final long SHORTEST_LEASE_MILLIS = 10;
    private static final long LONGEST_LEASE_MILLIS = 1_000;

    /**
     * What has been used.
     *
     * @param fullAtNanos when the bucket will be full, or has become so, in nanoseconds since the epoch
     */
    public record Used(long fullAtNanos) implements Usage {}

    private static final Used UNUSED = new Used(0);

    public TokenBucket {
        if (capacity > LONGEST_FILL / intervalNanos) {
            throw new IllegalArgumentException("the bucket takes longer than 36 years to fill");
        }
    }

    /** A bucket into which so many permits come back in each period, one after the other. */
    public static TokenBucket refilled(long capacity, long permits, Duration period) {
        return new TokenBucket(capacity, Math.max(1, (period.toNanos() + permits - 1) / permits));
    }

    @Override
    public long limit() {
        return capacity;
    }

    /** Nanoseconds in which an empty bucket fills up. */
    public long fillNanos() {
        return capacity * intervalNanos;
    }

    @Override
    public long windowMillis() {
        return millis(fillNanos());
    }

    @Override
    public long memoryMillis() {
        return windowMillis();
    }

    @Override
    public long forgottenAtMillis(Usage usage) {
        return millis(((Used) usage).fullAtNanos());
    }

    @Override
    public String form() {
        return "token-bucket/" + intervalNanos;
    }

    @Override
    public TokenBucket withLimit(long permits) {
        return new TokenBucket(permits, intervalNanos);
    }

    @Override
    public Usage unused() {
        return UNUSED;
    }

    @Override
    public long remaining(Usage usage, long nowMillis) {
        long now = nowMillis * NANOS_OF_MILLI;
        long latest = now + fillNanos();
        return (latest - Math.min(Math.max(((Used) usage).fullAtNanos(), now), latest)) / intervalNanos;
    }

    @Override
    public ConsumeResult take(Usage usage, long nowMillis, long permits) {
        long now = nowMillis * NANOS_OF_MILLI;
        long latest = now + fillNanos();
        long fullAt = Math.min(Math.max(((Used) usage).fullAtNanos(), now), latest);
        long left = (latest - fullAt) / intervalNanos;
        if (permits <= left) {
            long then = fullAt + permits * intervalNanos;
            return new ConsumeResult(
                    new Used(then), QuotaDecision.admitted(capacity, left - permits, millis(then - now)));
        }
        long retry = permits > capacity ? fillNanos() : fullAt + permits * intervalNanos - latest;
        return new ConsumeResult(usage, QuotaDecision.refused(capacity, left, millis(fullAt - now), millis(retry)));
    }

    /** In the time in which a twentieth of the capacity flows in, but in a hundredth of a second at the earliest, and a second at the latest. */
    @Override
    public long leaseEnd(long nowMillis) {
        return nowMillis + leaseMillis();
    }

    @Override
    public long leaseBegin(long nowMillis) {
        return nowMillis - leaseMillis();
    }

    private long leaseMillis() {
        long inflow = mostLeased() * intervalNanos / NANOS_OF_MILLI;
        return Math.max(SHORTEST_LEASE_MILLIS, Math.min(LONGEST_LEASE_MILLIS, inflow));
    }

    /**
     * Whether what is leased may count as if it were used at the end of the lease. What flows in until then is not to be had meanwhile, so that
     * is done where it is at most a twentieth of the capacity.
     */
    public boolean countsLeasesAtTheirEnd() {
        return leaseMillis() * NANOS_OF_MILLI <= mostLeased() * intervalNanos;
    }

    /** The time at which the bucket counts as full at the earliest for what is leased now, in nanoseconds. */
    public long leaseEndNanos(long nowMillis) {
        return leaseEnd(nowMillis) * NANOS_OF_MILLI;
    }

    /** A twentieth of the capacity where leases count at their end. */
    @Override
    public long mostWithheld() {
        return countsLeasesAtTheirEnd() ? mostLeased() : 0;
    }

    /** A twentieth of the capacity, as what is not handed out is lost when the lease ends. */
    @Override
    public long mostLeased() {
        return capacity / 20;
    }

    /** A twentieth of the capacity. */
    @Override
    public long mostLost() {
        return capacity / 20;
    }

    /**
     * Counts as if the permits were used at the end of the lease: then they cannot be handed out beside a bucket that has become full again in
     * the meantime. So of two times, the one at which they count is never the earlier one, and no stretch of time sees more than its share.
     */
    @Override
    public ConsumeResult lease(Usage usage, long nowMillis, long permits) {
        ConsumeResult result = take(usage, nowMillis, permits);
        long end = leaseEndNanos(nowMillis);
        if (result.decision().outcome() == QuotaOutcome.REFUSED || ((Used) usage).fullAtNanos() >= end) {
            return result;
        }
        long now = nowMillis * NANOS_OF_MILLI;
        long then = end + permits * intervalNanos;
        if (!countsLeasesAtTheirEnd() || then > now + fillNanos()) {
            QuotaDecision decision = result.decision();
            return new ConsumeResult(
                    usage, QuotaDecision.refused(capacity, decision.remaining() + permits, decision.resetMillis(), 1));
        }
        long left = (now + fillNanos() - then) / intervalNanos;
        return new ConsumeResult(new Used(then), QuotaDecision.admitted(capacity, left, millis(then - now)));
    }

    @Override
    public TokenBucket shareOf(int processes) {
        long slower = intervalNanos > LONGEST_FILL / processes ? LONGEST_FILL : intervalNanos * processes;
        return new TokenBucket(Math.max(1, Math.min(capacity / processes, LONGEST_FILL / slower)), slower);
    }

    @Override
    public Usage share(Usage usage, int processes) {
        return usage;
    }

    @Override
    public Usage sum(Usage one, Usage other, long nowMillis) {
        long now = nowMillis * NANOS_OF_MILLI;
        long first = Math.max(((Used) one).fullAtNanos(), now);
        return new Used(first + Math.max(0, ((Used) other).fullAtNanos() - now));
    }

    private static long millis(long nanos) {
        return (nanos + NANOS_OF_MILLI - 1) / NANOS_OF_MILLI;
    }
}
