package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.Port;
import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
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
    /** Why {@link #begin} has just given no permit to a request that had tried no host. */
    default Refusal refusal(VersionKey version) {
        return noHealthyHost();
    }

    /** No host is healthy; it may take a few seconds until one is. */
    static Refusal noHealthyHost() {
        return Refusal.of(Rejection.NO_HEALTHY_HOST).with("Retry-After", "5");
    }

    /** Notes for explanations what keeps requests from hosts of the version, each with the place in the configuration that says so. */
    default void describe(VersionKey version, BiConsumer<Origin, String> notes) {}
}
