package io.gatehouse.domain.quota;

/**
 * A ledger's decision on a wish for permits, and how much is left.
 *
 * @param ruling the decision
 * @param limit most permits at once; 0 if nothing is known
 * @param remaining permits left behind this decision, at least 0
 * @param resetMillis the time in milliseconds until all permits are back if no more are taken, at least 0
 * @param retryMillis the time in milliseconds until the same wish may be granted; 0 unless it was refused
 */
public record Grant(Ruling ruling, long limit, long remaining, long resetMillis, long retryMillis) {

    /** Granted without being counted. */
    public static final Grant UNCOUNTED = new Grant(Ruling.UNCOUNTED, 0, 0, 0, 0);

    /** Not granted, as nobody can count. */
    public static final Grant UNAVAILABLE = new Grant(Ruling.UNAVAILABLE, 0, 0, 0, 0);

    static Grant admitted(long limit, long remaining, long resetMillis) {
        return new Grant(Ruling.ADMITTED, limit, remaining, resetMillis, 0);
    }

    static Grant refused(long limit, long remaining, long resetMillis, long retryMillis) {
        return new Grant(Ruling.REFUSED, limit, remaining, resetMillis, retryMillis);
    }

    /** Whether the request may go on. */
    public boolean admits() {
        return ruling == Ruling.ADMITTED || ruling == Ruling.UNCOUNTED;
    }

    /** Whether it tells a limit that a client can be told. */
    public boolean tells() {
        return limit > 0;
    }

    /** Whether less is left of it than of another. */
    public boolean isTighterThan(Grant other) {
        return remaining < other.remaining || (remaining == other.remaining && resetMillis > other.resetMillis);
    }
}
