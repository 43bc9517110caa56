package io.gatehouse.domain.quota;

/**
 * A ledger's decision on a wish for permits, and how much is left.
 *
 * @param outcome what was decided
 * @param limit most permits at once; 0 if nothing is known
 * @param remaining permits left behind this decision, at least 0
 * @param resetMillis the time in milliseconds until all permits are back if no more are taken, at least 0
 * @param retryMillis the time in milliseconds until the same wish may be granted; 0 unless it was refused
 */
public record QuotaDecision(QuotaOutcome outcome, long limit, long remaining, long resetMillis, long retryMillis) {

    /** Granted without being counted. */
    public static final QuotaDecision UNCOUNTED = new QuotaDecision(QuotaOutcome.UNCOUNTED, 0, 0, 0, 0);

    /** Not granted, as nobody can count. */
    public static final QuotaDecision UNAVAILABLE = new QuotaDecision(QuotaOutcome.UNAVAILABLE, 0, 0, 0, 0);

    static QuotaDecision admitted(long limit, long remaining, long resetMillis) {
        return new QuotaDecision(QuotaOutcome.ADMITTED, limit, remaining, resetMillis, 0);
    }

    static QuotaDecision refused(long limit, long remaining, long resetMillis, long retryMillis) {
        return new QuotaDecision(QuotaOutcome.REFUSED, limit, remaining, resetMillis, retryMillis);
    }

    /** Whether the request may go on. */
    public boolean admits() {
        return outcome == QuotaOutcome.ADMITTED || outcome == QuotaOutcome.UNCOUNTED;
    }

    /** Whether a limit is known that a client can be sent. */
    public boolean hasLimit() {
        return limit > 0;
    }

    /** Whether less is left of it than of another. */
    public boolean isTighterThan(QuotaDecision other) {
        return remaining < other.remaining || (remaining == other.remaining && resetMillis > other.resetMillis);
    }

    /** What a ledger makes of a wish for permits. */
    public enum QuotaOutcome {
        /** Granted, and counted. */
        ADMITTED,
        /** Not granted: the limit is exceeded. Nothing was counted. */
        REFUSED,
        /** Granted without being counted, as the store cannot be asked and the operator has chosen that. */
        UNCOUNTED,
        /** Not granted, as the store cannot be asked and the operator has chosen that. */
        UNAVAILABLE
    }
}
