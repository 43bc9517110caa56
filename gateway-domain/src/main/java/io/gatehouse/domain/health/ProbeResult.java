package io.gatehouse.domain.health;

import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param failure what went wrong, short and without secrets; null if the host answered with a good status
 */
public record ProbeResult(@Nullable String failure) {

    /** The host is well. */
    public static final ProbeResult GOOD = new ProbeResult(null);

    /** The host did not answer, or not well. */
    public static ProbeResult failed(String reason) {
        return new ProbeResult(reason);
    }
}
