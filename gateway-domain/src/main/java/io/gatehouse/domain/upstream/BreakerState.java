package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.BreakerPolicy;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit breaker does, and since when.
 *
 * @param kind what it does with calls
 * @param sinceMillis since when, in milliseconds since 1970
 * @param why what made it open; null while it is closed
 * @param retryAfterSeconds the whole seconds until it lets a call try, at least 1; 0 while it is closed
 * @param policy what it goes by
 */
public record BreakerState(
        Kind kind, long sinceMillis, @Nullable String why, long retryAfterSeconds, BreakerPolicy policy) {

    /** What it does, for people. */
    String inWords() {
        return "the circuit breaker is " + kind.label().replace('-', ' ')
                + (why == null ? "" : " since " + Instant.ofEpochMilli(sinceMillis) + ": " + why);
    }

    /** What a breaker does with calls. */
    public enum Kind {
        /** Lets all of them through, and judges by what becomes of them. */
        CLOSED,
        /** Lets a few through, to see what becomes of them. */
        HALF_OPEN,
        /** Lets none through. */
        OPEN;

        /** Its name in metrics and reports, such as {@code half-open}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
