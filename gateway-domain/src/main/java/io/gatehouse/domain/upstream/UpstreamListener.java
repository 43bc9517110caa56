package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.VersionKey;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of hosts: passive health, breakers, outlier detection and metrics hang here.
 *
 * <p>Called on any thread, {@link #ended} on I/O threads and for every request: must be safe for concurrent use, quick, and
 * must neither block nor throw. One that throws is reported as a defect, and the others are called all the same.
 */
public interface UpstreamListener {

    /** A request is done with a host; called exactly once for every permit that counts. */
    default void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {}

    /** The circuit breaker of a version has opened, lets calls try, or has closed. */
    default void breakerChanged(VersionKey version, BreakerState state) {}

    /** A host is left out for a while as its calls failed; null if it is taken back. */
    default void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {}

    /** A discovery has reported other hosts of a version, or other weights; what a reload brings is not reported. */
    default void hostsChanged(UpstreamGroup group) {}

    /** The hosts of a version could not be found out, or not all of them; the last good ones stay. */
    default void discoveryFailed(VersionKey version, String reason) {}
}
