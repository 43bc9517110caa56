package io.gatehouse.observability.tally;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long exchanges took, in buckets that are a ninth wide at most, from a microsecond to an hour. Used by one thread at a time, or under a
 * lock.
 */
public final class LatencyHistogram {

    private static final int BITS = 3;
    private static final int PER_OCTAVE = 1 << BITS;
    private static final int OCTAVES = 32;
    private static final int NANOS_A_MICRO = 1_000;
    private static final double NANOS_A_MILLI = 1_000_000;

    private final int[] buckets = new int[OCTAVES * PER_OCTAVE];
    private long total;
    private long longestNanos;

    /**
     * Some percentiles.
     *
     * @param p50Ms what half of the exchanges took at most, in milliseconds; the others alike
     */
    public record Latency(double p50Ms, double p90Ms, double p99Ms, double maxMs) {}

    /** One more took so long. */
    public void add(long nanos) {
        buckets[bucket(Math.max(0, nanos) / NANOS_A_MICRO)]++;
        total++;
        longestNanos = Math.max(longestNanos, nanos);
    }

    /** Adds what another has counted. */
    public void add(LatencyHistogram other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        total += other.total;
        longestNanos = Math.max(longestNanos, other.longestNanos);
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(buckets, 0);
        total = 0;
        longestNanos = 0;
    }

    /** The percentiles; null if nothing was added. */
    public @Nullable Latency latency() {
        return total == 0
                ? null
                : new Latency(millis(0.5), millis(0.9), millis(0.99), round(longestNanos / NANOS_A_MILLI));
    }

    /** What this share of the exchanges took at most, in milliseconds; never more than the longest. */
    private double millis(double share) {
        long rank = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank) {
                return round(Math.min(end(i) * NANOS_A_MICRO, longestNanos) / NANOS_A_MILLI);
            }
        }
        return round(longestNanos / NANOS_A_MILLI);
    }

    private static double round(double millis) {
        return Math.round(millis * 1_000) / 1_000.0;
    }

    private static int bucket(long micros) {
        if (micros < PER_OCTAVE) {
            return (int) micros;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
        int bucket = (octave + 1) * PER_OCTAVE + (int) (micros >>> octave) - PER_OCTAVE;
        return Math.min(bucket, OCTAVES * PER_OCTAVE - 1);
    }

    /** The microseconds that the exchanges of a bucket took less than. */
    private static long end(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket + 1L;
        }
        int octave = bucket / PER_OCTAVE - 1;
        return (long) (bucket % PER_OCTAVE + PER_OCTAVE + 1) << octave;
    }
}
