package io.gatehouse.benchmarks.load.generator;

/** How often which number was added, to within 1.6 % of the number, in 30 KiB; for numbers from zero, by one thread. */
final class Histogram {

    /** A number is kept by its power of two and the six bits that follow its highest one. */
    private static final int BITS = 6;

    private static final int PER_POWER = 1 << BITS;

    private final long[] counts = new long[PER_POWER * (Long.SIZE - BITS)];
    private long count;

    void add(long number) {
        counts[index(Math.max(0, number))]++;
        count++;
    }

    long count() {
        return count;
    }

    /** The smallest kept number that so many per cent of all do not exceed; 0 if there are none. */
    long percentile(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int i = 0; i < counts.length && count > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return number(i);
            }
        }
        return 0;
    }

    private static int index(long number) {
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(number | 1) - BITS);
        return (shift << BITS) + (int) (number >>> shift);
    }

    private static long number(int index) {
        if (index < 2 * PER_POWER) {
            return index;
        }
        int shift = (index >> BITS) - 1;
        return (long) ((index & (PER_POWER - 1)) + PER_POWER) << shift;
    }
}
