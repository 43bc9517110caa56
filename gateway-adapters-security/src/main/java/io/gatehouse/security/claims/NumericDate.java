package io.gatehouse.security.claims;

import org.jspecify.annotations.Nullable;

/** Reads times of claims: seconds since 1970 as a number, with or without a fraction (RFC 7519, 2). */
final class NumericDate {

    /** Neither a time nor the lack of one. */
    static final long NONE = Long.MIN_VALUE;

    /** The end of the year 9999: whoever writes more has mistaken the unit. */
    private static final long LATEST = 253_402_300_799L;

    private NumericDate() {}

    /** Milliseconds since 1970; {@link #NONE} if the claim is anything but a sensible time. */
    static long millis(@Nullable Object claim) {
        if (claim instanceof Long seconds) {
            return seconds >= 0 && seconds <= LATEST ? seconds * 1000 : NONE;
        }
        return claim instanceof Double seconds && seconds >= 0 && seconds <= LATEST ? (long) (seconds * 1000) : NONE;
    }
}
