package io.gatehouse.domain.upstream;

/**
 * A host is left out for a while, as its calls failed.
 *
 * @param why what it is left out for
 * @param sinceMillis since when, in milliseconds since 1970
 * @param sinceNanos the same by the monotonic clock
 * @param lengthNanos for how long
 * @param inARow how many ejections have followed one another, this one included
 */
public record Ejection(String why, long sinceMillis, long sinceNanos, long lengthNanos, int inARow) {

    /** Until when, in milliseconds since 1970. */
    public long untilMillis() {
        return sinceMillis + lengthNanos / 1_000_000;
    }

    long untilNanos() {
        return sinceNanos + lengthNanos;
    }
}
