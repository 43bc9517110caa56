package io.gatehouse.security.token;

import io.gatehouse.security.keys.KeySetTimings;
import java.time.Duration;

/**
 * The bounds that tokens are verified within.
 *
 * @param longestToken the longest token that is looked at, in characters
 * @param mostWaiting how many callers of one tenant may wait for one issuer
 * @param patience how long each of them waits at most
 * @param verdictAge how long the verdict on a signed token is remembered at most, by token up to a quarter less; a key
 *     that has left its key set is accepted for that much longer at most
 * @param goodBytes how much memory good verdicts may take
 * @param badBytes how much memory refusals of opaque tokens may take
 * @param introspectionDeadline how long an introspection endpoint may take
 * @param remoteKeys how fresh keys behind a URL are kept
 * @param fileKeys how fresh keys in files are kept
 */
public record TokenVerificationSettings(
        int longestToken,
        int mostWaiting,
        Duration patience,
        Duration verdictAge,
        long goodBytes,
        long badBytes,
        Duration introspectionDeadline,
        KeySetTimings remoteKeys,
        KeySetTimings fileKeys) {

    /** Tokens as long as the head of a request may be by default, 64 MiB for good ones (some 50,000 of a kilobyte), 4 MiB for refusals. */
    public static final TokenVerificationSettings DEFAULT = of(32 * 1024, 64L << 20, 4L << 20);

    /**
     * Bounds on the length of a token in characters, and on memory; 256 callers of a tenant wait for 5 seconds, verdicts are
     * remembered for a minute at most, an introspection endpoint has 3 seconds, and key sets have their own defaults.
     */
    public static TokenVerificationSettings of(int longestToken, long goodBytes, long badBytes) {
        return new TokenVerificationSettings(
                longestToken,
                256,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                goodBytes,
                badBytes,
                Duration.ofSeconds(3),
                KeySetTimings.REMOTE,
                KeySetTimings.FILE);
    }
}
