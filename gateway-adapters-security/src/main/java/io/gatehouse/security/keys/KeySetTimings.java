package io.gatehouse.security.keys;

import java.time.Duration;

/**
 * How fresh the keys of a set are kept.
 *
 * @param refreshAfter the age from which a use of the keys has them fetched again, beside it
 * @param mostAge the age from which a use waits for that; it is reached only by sets that nobody has used meanwhile, so
 *     a key that was taken out of its set is refused at this age at the latest
 * @param insistEvery how long after the last fetch at the soonest an unknown key has the set fetched out of turn
 * @param retryAfter how long a source is left alone after it has failed
 * @param keptWithoutAnswer how long keys are used after the last response of a source that fails
 * @param deadline how long one fetch may take
 */
public record KeySetTimings(
        Duration refreshAfter,
        Duration mostAge,
        Duration insistEvery,
        Duration retryAfter,
        Duration keptWithoutAnswer,
        Duration deadline) {

    /**
     * For sets behind a URL: fetched every 4 minutes while used, 5 at most, once a second for unknown keys; 3 seconds for
     * each; kept for 12 hours.
     */
    public static final KeySetTimings REMOTE = new KeySetTimings(
            Duration.ofMinutes(4),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofHours(12),
            Duration.ofSeconds(3));

    /** For sets in files: looked at once a second while used; kept for 12 hours when a file has become unreadable. */
    public static final KeySetTimings FILE = new KeySetTimings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofHours(12),
            Duration.ofSeconds(3));
}
