package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of a service are forwarded at a time, and how many wait for their turn.
 *
 * @param ofVersion those of one version; null for any number
 * @param ofHost those to one host; null for any number
 * @param length of the waiting line of a version; 0 if nobody waits
 * @param timeout how long a request waits at most
 * @param ofTenant how many places of the line one tenant takes at most, callers without a key together as well
 * @param origin the place in the configuration that says it
 */
public record ConcurrencyPolicy(
        @Nullable Bounds ofVersion,
        @Nullable Bounds ofHost,
        int length,
        Duration timeout,
        int ofTenant,
        Origin origin) {

    /** Any number is forwarded. */
    public static final ConcurrencyPolicy NONE =
            new ConcurrencyPolicy(null, null, 0, Duration.ZERO, 0, Origin.of("default"));

    /**
     * Between which numbers a limit moves.
     *
     * @param min at least 1
     * @param max equal to {@code min} for a limit that does not move
     */
    public record Bounds(int min, int max) {

        /** Whether the limit follows the latency. */
        public boolean adaptive() {
            return min < max;
        }

        @Override
        public String toString() {
            return adaptive() ? min + " to " + max + " by latency" : String.valueOf(max);
        }
    }

    /** What it says, for people. */
    public String inWords() {
        String version = ofVersion == null ? "" : ofVersion + " in flight";
        String host = ofHost == null ? "" : ofHost + " in flight on a host";
        String line = length == 0
                ? "nobody waits"
                : length + " wait for up to " + timeout.toMillis() + " ms, " + ofTenant + " of a tenant";
        return version + (version.isEmpty() || host.isEmpty() ? "" : ", ") + host + "; " + line;
    }
}
