package io.gatehouse.domain.quota;

/**
 * Adds to a counter's value, raised to a floor first, unless that exceeds a bound.
 *
 * <p>It applies if {@code first.period <= period <= lastPeriod}, {@code value >= least} and
 * {@code max(value, floor) + amount <= most}; the value then is that sum, and period and detail stay. A counter that does not
 * exist counts as {@code first}.
 *
 * @param first what a counter that does not exist counts as: the first period that it applies to, and 0
 * @param lastPeriod the last period that it applies to
 * @param least the least value that it applies to; 0 or more
 * @param floor what a lower value is raised to; 0 or more
 * @param amount what is added; 1 or more
 * @param most the highest value afterwards
 * @param expiresAtMillis the time, in milliseconds since the epoch, from which on the counter may be dropped
 */
public record BoundedIncrement(
        StoredCounter first, long lastPeriod, long least, long floor, long amount, long most, long expiresAtMillis) {

    public BoundedIncrement {
        if (first.value() != 0 || least < 0 || floor < 0 || amount < 1) {
            throw new IllegalArgumentException("not an increment from 0 on");
        }
    }

    /** The value afterwards; -1 where it does not apply. */
    public long apply(StoredCounter before) {
        long from = Math.max(before.value(), floor);
        return before.period() >= first.period()
                        && before.period() <= lastPeriod
                        && before.value() >= least
                        && from <= most - amount
                ? from + amount
                : -1;
    }
}
