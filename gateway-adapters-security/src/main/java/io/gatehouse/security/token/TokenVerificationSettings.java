package io.gatehouse.security.token;

import io.gatehouse.security.keys.KeySetTimings;
import java.time.Duration;

/**
 * The bounds that tokens are verified within.
 *
 * @param longestToken the longest token that is looked at, in characters
 * @param mostWaiting how many callers of one tenant may wait for one issuer
 * @param patience how long each of them waits at most
 * @param verdictAge how long the verdict on a signed token is remembered; a key that has left its key set is accepted for
 *     that much longer at most
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

    /**
     * As long as the head of a request may be by default, 256 callers of a tenant for 5 seconds; a minute, 64 MiB (some 50,000 tokens of a kilobyte), 4 MiB, 3 seconds, and the key sets' own
     * defaults.
     */
    public static final TokenVerificationSettings DEFAULT = new TokenVerificationSettings(
            32 * 1024,
            256,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            64L << 20,
            4L << 20,
            Duration.ofSeconds(3),
            KeySetTimings.REMOTE,
            KeySetTimings.FILE);

    /** The same with so much memory. */
    public TokenVerificationSettings within(long good, long bad) {
        return new TokenVerificationSettings(
                longestToken,
                mostWaiting,
                patience,
                verdictAge,
                good,
                bad,
                introspectionDeadline,
                remoteKeys,
                fileKeys);
    }

    /** The same with another bound on the length of a token. */
    public TokenVerificationSettings withLongestToken(int characters) {
        return new TokenVerificationSettings(
                characters,
                mostWaiting,
                patience,
                verdictAge,
                goodBytes,
                badBytes,
                introspectionDeadline,
                remoteKeys,
                fileKeys);
    }
}
