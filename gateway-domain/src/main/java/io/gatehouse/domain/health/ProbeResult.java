package io.gatehouse.domain.health;

import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param failure what went wrong, short and without secrets; null if the host responded with a good status
 */
public record ProbeResult(@Nullable String failure) {

    /** The host is healthy. */
    public static final ProbeResult GOOD = new ProbeResult(null);

    /** The host did not respond, or not with a good status. */
    public static ProbeResult failed(String reason) {
        return new ProbeResult(reason);
    }
}
