package io.gatehouse.domain.quota;

import java.util.Arrays;

/**
 * So many permits in any stretch of time of the window's length.
 *
 * <p>Counted in sub-windows of a tenth of the window: the current one, and the ten before it, the oldest of them whole. So
 * never more than the limit passes in any window; a permit may come back one sub-window later than it could.
 *
 * @param limit permits in a window; at least 1
 * @param windowMillis the length of the window in milliseconds; at least 1
 */
public record SlidingWindow(long limit, long windowMillis) implements RateLimit {

    /** Into how many parts the window is divided. */
    public static final int PARTS = 10;

    private static final int COUNTED = PARTS + 1;

    /** What has been used in a sub-window and those before it, the latest first. Its array is never written to. */
    public static final class Used implements Usage {

        private final long part;
        private final long[] permits;

        private Used(long part, long[] permits) {
            this.part = part;
            this.permits = permits;
        }

        /** The number of the latest sub-window. */
        public long part() {
            return part;
        }

        /** Permits used in it (age 0), or in one of the ten before it. */
        public long permits(int age) {
            return permits[age];
        }

        /** Permits used in all of them. */
        public long total() {
            return Arrays.stream(permits).sum();
        }
    }

    private static final Used UNUSED = new Used(0, new long[COUNTED]);

    /** The length of a sub-window in milliseconds: a tenth of the window, rounded up. */
    public long partMillis() {
        return (windowMillis + PARTS - 1) / PARTS;
    }

    /** The number of the sub-window that a time lies in. */
    public long partAt(long nowMillis) {
        return Math.floorDiv(nowMillis, partMillis());
    }

    @Override
    public long memoryMillis() {
        return COUNTED * partMillis();
    }

    @Override
    public String form() {
        return "sliding-window/" + windowMillis;
    }

    @Override
    public Usage unused() {
        return UNUSED;
    }

    /** A usage that others have counted: permits by sub-window, the current one first, eleven in all. */
    public Usage counted(long part, long[] permits) {
        return new Used(part, Arrays.copyOf(permits, COUNTED));
    }

    @Override
    public Taking take(Usage usage, long nowMillis, long permits) {
        Used before = (Used) usage;
        long current = partAt(nowMillis);
        long part = Math.max(current, Math.min(before.part, current + COUNTED));
        long[] counts = aged(before, part);
        long used = 0;
        for (long count : counts) {
            used += count;
        }
        long untilNext = partMillis() - Math.floorMod(nowMillis, partMillis()) + (part - current) * partMillis();
        if (used + permits > limit) {
            long retry = untilNext + partsUntilFree(counts, Math.min(used, used + permits - limit)) * partMillis();
            return new Taking(
                    usage,
                    Grant.refused(limit, Math.max(0, limit - used), untilUnused(counts, used, untilNext), retry));
        }
        counts[0] += permits;
        long reset = untilUnused(counts, used + permits, untilNext);
        return new Taking(new Used(part, counts), Grant.admitted(limit, limit - used - permits, reset));
    }

    /** The counts as seen from a sub-window, the latest first. */
    private static long[] aged(Used used, long part) {
        long[] counts = new long[COUNTED];
        long age = Math.max(0, part - used.part);
        if (age < COUNTED) {
            System.arraycopy(used.permits, 0, counts, (int) age, COUNTED - (int) age);
        }
        return counts;
    }

    private long untilUnused(long[] counts, long used, long untilNext) {
        return used == 0 ? 0 : untilNext + partsUntilFree(counts, used) * partMillis();
    }

    /** Whole sub-windows from the end of the current one until so many permits are forgotten. */
    private static long partsUntilFree(long[] counts, long wanted) {
        long freed = 0;
        for (int i = COUNTED - 1; i > 0; i--) {
            freed += counts[i];
            if (freed >= wanted) {
                return COUNTED - 1L - i;
            }
        }
        return COUNTED - 1L;
    }

    @Override
    public long leaseEnd(long nowMillis) {
        return (partAt(nowMillis) + 1) * partMillis();
    }

    @Override
    public long leaseBegin(long nowMillis) {
        return partAt(nowMillis) * partMillis();
    }

    /** A fiftieth of the limit, as what is not handed out is lost at the end of every sub-window. */
    @Override
    public long mostLeased() {
        return limit / 50;
    }

    @Override
    public Taking lease(Usage usage, long nowMillis, long permits) {
        return take(usage, nowMillis, permits);
    }

    @Override
    public SlidingWindow shareOf(int processes) {
        return new SlidingWindow(Math.max(1, limit / processes), windowMillis);
    }

    @Override
    public Usage share(Usage usage, int processes) {
        Used used = (Used) usage;
        long[] counts = new long[COUNTED];
        long total = 0;
        long given = 0;
        for (int age = 0; age < COUNTED; age++) {
            total += used.permits[age];
            counts[age] = (total + processes - 1) / processes - given;
            given += counts[age];
        }
        return new Used(used.part, counts);
    }

    @Override
    public Usage sum(Usage one, Usage other, long nowMillis) {
        Used first = (Used) one;
        Used second = (Used) other;
        long part = Math.max(first.part, second.part);
        long[] counts = aged(first, part);
        long[] others = aged(second, part);
        for (int age = 0; age < COUNTED; age++) {
            counts[age] += others[age];
        }
        return new Used(part, counts);
    }
}
