package io.gatehouse.observability.anomaly;

import io.gatehouse.observability.tally.LatencyHistogram.Latency;
import io.gatehouse.observability.tally.TrafficTally;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of one minute or more: requests by what became of them, bytes, and how long those took that the gateway did not refuse.
 *
 * @param counts by {@link Count}, then the longest duration in microseconds, then a histogram of durations
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tally(long[] counts) {

    private static final int MOST_MICROS = 8;
    private static final int HISTOGRAM = MOST_MICROS + 1;

    /** The upper ends of durations that are told apart, in microseconds: a quarter of a millisecond to 70 s, each 1.5 times the one before. */
    private static final long[] ENDS = new long[32];

    /** The first end that is not below the least number with so many leading zeros. */
    private static final int[] FIRST = new int[Long.SIZE + 1];

    static {
        double end = 250;
        for (int i = 0; i < ENDS.length; i++) {
            ENDS[i] = Math.round(end);
            end *= 1.5;
        }
        for (int zeros = 0; zeros < FIRST.length; zeros++) {
            long least = zeros == Long.SIZE ? 0 : Long.MIN_VALUE >>> zeros;
            int found = zeros == 0 ? -ENDS.length - 1 : Arrays.binarySearch(ENDS, least);
            FIRST[zeros] = found < 0 ? -found - 1 : found;
        }
    }

    private static final int LENGTH = HISTOGRAM + ENDS.length + 1;

    /** What is counted. */
    enum Count {
        REQUESTS(0),
        CLIENT_ERRORS(1),
        SERVER_ERRORS(2),
        /** The gateway itself answered them with an error. */
        REFUSED(3),
        /** A limit refused them; they are among the refused. */
        LIMITED(4),
        /** They were not refused for what the client did: what a route can be known by. */
        ACCEPTED(5),
        BYTES_IN(6),
        BYTES_OUT(7);

        private final int slot;

        Count(int slot) {
            this.slot = slot;
        }
    }

    /** Nothing yet. */
    static Tally none() {
        return new Tally(new long[LENGTH]);
    }

    /** Room for counts of a minute that is under way, by any thread. */
    static AtomicLongArray live() {
        return new AtomicLongArray(LENGTH);
    }

    static void count(AtomicLongArray live, Count what, long more) {
        live.addAndGet(what.slot, more);
    }

    static void took(AtomicLongArray live, long nanos) {
        long micros = Math.max(0, nanos / 1000);
        if (micros > live.get(MOST_MICROS)) {
            live.accumulateAndGet(MOST_MICROS, micros, Math::max);
        }
        int at = FIRST[Long.numberOfLeadingZeros(micros)];
        while (at < ENDS.length && ENDS[at] < micros) {
            at++;
        }
        live.incrementAndGet(HISTOGRAM + at);
    }

    /** What has been counted so far. */
    static Tally of(AtomicLongArray live) {
        var counts = new long[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            counts[i] = live.get(i);
        }
        return new Tally(counts);
    }

    long get(Count what) {
        return counts[what.slot];
    }

    /** Adds another one to it. */
    void add(Tally other) {
        for (int i = 0; i < LENGTH; i++) {
            counts[i] = i == MOST_MICROS ? Math.max(counts[i], other.counts[i]) : counts[i] + other.counts[i];
        }
    }

    /** How many durations were measured. */
    long measured() {
        return Arrays.stream(counts, HISTOGRAM, LENGTH).sum();
    }

    double mostMillis() {
        return counts[MOST_MICROS] / 1000.0;
    }

    /** As it is shown. */
    TrafficTally.Sum sum() {
        Latency latency = measured() == 0
                ? null
                : new Latency(percentileMillis(0.5), percentileMillis(0.9), percentileMillis(0.99), mostMillis());
        return new TrafficTally.Sum(
                get(Count.REQUESTS),
                get(Count.CLIENT_ERRORS),
                get(Count.SERVER_ERRORS),
                get(Count.REFUSED),
                get(Count.LIMITED),
                get(Count.BYTES_IN),
                get(Count.BYTES_OUT),
                latency);
    }

    /** The duration that this share of those measured did not exceed, in milliseconds, to within a half; 0 if none was measured. */
    double percentileMillis(double share) {
        double wanted = share * measured();
        double seen = 0;
        for (int i = 0; i <= ENDS.length; i++) {
            long here = counts[HISTOGRAM + i];
            if (here > 0 && seen + here >= wanted) {
                double from = i == 0 ? 0 : ENDS[i - 1];
                double to = i == ENDS.length ? Math.max(from, (double) counts[MOST_MICROS]) : ENDS[i];
                double micros = from + (to - from) * Math.max(0, wanted - seen) / here;
                return Math.min(micros, (double) counts[MOST_MICROS]) / 1000.0;
            }
            seen += here;
        }
        return 0;
    }

    /** The same in few bytes: seven bits of a number in each, and runs of zeros by their length. */
    byte[] packed() {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < LENGTH; ) {
            int zeros = 0;
            while (i + zeros < LENGTH && counts[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > 0) {
                out.write(0);
                out.write(zeros);
                i += zeros;
            } else {
                for (long rest = counts[i++]; rest != 0; rest >>>= 7) {
                    out.write((int) (rest & 0x7f) | (rest >>> 7 == 0 ? 0 : 0x80));
                }
            }
        }
        return out.toByteArray();
    }

    /** Back from {@link #packed}. */
    static Tally unpacked(byte[] packed) {
        var counts = new long[LENGTH];
        int i = 0;
        for (int at = 0; at < packed.length; ) {
            if (packed[at] == 0) {
                i += packed[at + 1];
                at += 2;
                continue;
            }
            int shift = 0;
            int more;
            do {
                more = packed[at++];
                counts[i] |= (long) (more & 0x7f) << shift;
                shift += 7;
            } while ((more & 0x80) != 0);
            i++;
        }
        return new Tally(counts);
    }
}
