package io.gatehouse.domain.quota;

import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
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

    /**
     * What has been used in a sub-window and the ten before it, the latest first. Its array is never written to, so that
     * whatever is used in the same sub-window shares it.
     */
    public static final class Used implements Usage {

        private final long part;
        private final long current;
        private final long[] before;
        private final long allBefore;

        private Used(long part, long current, long[] before, long allBefore) {
            this.part = part;
            this.current = current;
            this.before = before;
            this.allBefore = allBefore;
        }

        /** The number of the latest sub-window. */
        public long part() {
            return part;
        }

        /** Permits used in it (age 0), or in one of the ten before it. */
        public long permits(int age) {
            return age == 0 ? current : before[age - 1];
        }

        /** Permits used in all of them. */
        public long total() {
            return current + allBefore;
        }

        /** The same as seen from a sub-window; from an earlier one, as if it had been used then. */
        private Used from(long otherPart) {
            long age = otherPart - part;
            if (age <= 0) {
                return age == 0 ? this : new Used(otherPart, current, before, allBefore);
            }
            long[] counts = new long[COUNTED];
            for (int n = (int) Math.min(age, COUNTED); n < COUNTED; n++) {
                counts[n] = permits(n - (int) age);
            }
            return of(otherPart, counts);
        }

        private static Used of(long part, long[] counts) {
            long[] before = Arrays.copyOfRange(counts, 1, COUNTED);
            return new Used(part, counts[0], before, Arrays.stream(before).sum());
        }
    }

    private static final Used UNUSED = new Used(0, 0, new long[PARTS], 0);

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
    public long forgottenAtMillis(Usage usage) {
        return (((Used) usage).part + COUNTED) * partMillis();
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
        return Used.of(part, Arrays.copyOf(permits, COUNTED));
    }

    @Override
    public long remaining(Usage usage, long nowMillis) {
        Used before = (Used) usage;
        return Math.max(0, limit - before.from(partFor(before, nowMillis)).total());
    }

    @Override
    public ConsumeResult take(Usage usage, long nowMillis, long permits) {
        Used before = ((Used) usage).from(partFor((Used) usage, nowMillis));
        long used = before.total();
        long untilNext = (before.part + 1) * partMillis() - nowMillis;
        if (used + permits <= limit) {
            var after = new Used(before.part, before.current + permits, before.before, before.allBefore);
            long reset = untilNext + PARTS * partMillis();
            return new ConsumeResult(after, QuotaDecision.admitted(limit, limit - used - permits, reset));
        }
        long retry = untilNext + partsUntilFree(before, Math.min(used, used + permits - limit)) * partMillis();
        long reset = used == 0 ? 0 : untilNext + partsUntilFree(before, used) * partMillis();
        return new ConsumeResult(usage, QuotaDecision.refused(limit, Math.max(0, limit - used), reset, retry));
    }

    /** The sub-window to count in: that of a usage that is ahead of the clock, but not by more than is counted. */
    private long partFor(Used used, long nowMillis) {
        long sinceBegin = nowMillis - used.part * partMillis();
        if (sinceBegin >= 0 && sinceBegin < partMillis()) {
            // The common case, for which nothing needs to be divided.
            return used.part;
        }
        long current = partAt(nowMillis);
        return Math.max(current, Math.min(used.part, current + COUNTED));
    }

    /** Whole sub-windows from the end of the current one until so many permits are forgotten. */
    private static long partsUntilFree(Used used, long wanted) {
        long freed = 0;
        for (int age = PARTS; age > 0; age--) {
            freed += used.permits(age);
            if (freed >= wanted) {
                return PARTS - (long) age;
            }
        }
        return PARTS;
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

    /** A twentieth of the limit. */
    @Override
    public long mostLost() {
        return limit / 20;
    }

    @Override
    public ConsumeResult lease(Usage usage, long nowMillis, long permits) {
        return take(usage, nowMillis, permits);
    }

    @Override
    public SlidingWindow withLimit(long permits) {
        return new SlidingWindow(permits, windowMillis);
    }

    @Override
    public SlidingWindow shareOf(int processes) {
        return withLimit(Math.max(1, limit / processes));
    }

    @Override
    public Usage share(Usage usage, int processes) {
        Used used = (Used) usage;
        long[] counts = new long[COUNTED];
        long total = 0;
        long given = 0;
        for (int age = 0; age < COUNTED; age++) {
            total += used.permits(age);
            counts[age] = (total + processes - 1) / processes - given;
            given += counts[age];
        }
        return Used.of(used.part, counts);
    }

    @Override
    public Usage sum(Usage one, Usage other, long nowMillis) {
        long part = Math.max(((Used) one).part, ((Used) other).part);
        Used first = ((Used) one).from(part);
        Used second = ((Used) other).from(part);
        long[] counts = new long[COUNTED];
        Arrays.setAll(counts, age -> first.permits(age) + second.permits(age));
        return Used.of(part, counts);
    }
}
