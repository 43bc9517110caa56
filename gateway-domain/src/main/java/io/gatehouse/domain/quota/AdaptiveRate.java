package io.gatehouse.domain.quota;

/**
 * A rate that follows what each of its subjects was granted in earlier windows, within bounds.
 *
 * @param start what a subject begins with; its limit lies within the bounds
 * @param min the least permits in a window; at least 1
 * @param max the most permits in a window; at least {@code min}
 * @param headroom how many times what is usual it allows; at least 1
 * @param step the share of itself by which a limit changes at most from one window to the next; above 0, at most 1
 * @see LearnedLimit
 */
public record AdaptiveRate(RateLimit start, long min, long max, double headroom, double step) implements Limit {

    @Override
    public long limit() {
        return start.limit();
    }

    /** The rate with so many permits, as far as the bounds let it. */
    RateLimit at(long permits) {
        long within = Math.max(min, Math.min(max, permits));
        return within == start.limit() ? start : start.withLimit(within);
    }

    /** What follows a window in which so many permits were allowed, now that so many are usual. */
    RateLimit next(long present, long usual) {
        long step = Math.max(1, (long) (present * this.step));
        long wanted = (long) Math.ceil(usual * headroom);
        return at(Math.max(present - step, Math.min(present + step, wanted)));
    }
}
