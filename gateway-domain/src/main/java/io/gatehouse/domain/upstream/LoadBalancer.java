package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.Port;
import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.service.VersionKey;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a host for a request.
 *
 * <p>Safe for concurrent use, never blocks. {@link Upstreams#preview} counts nothing and serves explanations.
 */
@Port
@FunctionalInterface
public interface LoadBalancer {

    /** The permit to use a healthy host that has not been tried; null if there is none. The caller must end it. */
    @Nullable
    HostPermit begin(VersionKey version, BalancedRequest request, TriedHosts tried);

    /** Where requests of a version wait for a place among those in flight; null if any number may be. */
    default @Nullable ConcurrencyGate gate(VersionKey version) {
        return null;
    }

    /** Whether a version has hosts that could be used, were they not at their limits. */
    default boolean hostsAreFull(VersionKey version) {
        return false;
    }

    /** The circuit breaker that has just kept {@link #begin} from giving a permit to a request that had tried no host; null if none has. */
    default @Nullable BreakerState refusing(VersionKey version) {
        return null;
    }

    /** Notes for explanations what keeps requests from hosts of the version, each with the place in the configuration that says so. */
    default void describe(VersionKey version, BiConsumer<Origin, String> notes) {}
}
