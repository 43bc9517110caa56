package io.gatehouse.domain.upstream;

import io.gatehouse.domain.Port;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to choose among the hosts of a version, named by {@code load-balancing} of a service.
 *
 * <p>Health, draining and weights of zero are the gateway's: a strategy gets the hosts that may be used now and lays them out
 * once, so that choosing is quick. Safe for concurrent use. What throws is reported as a defect, and hosts are taken in the
 * order of the list meanwhile.
 */
@Port
@FunctionalInterface
public interface BalancingStrategy {

    /**
     * Lays out these hosts. Called whenever hosts, weights or health of a version have changed, never for a request; may
     * compute for some milliseconds, but not block.
     *
     * @param hosts those that may be used, each with a weight above zero; none if there are none
     * @param before what the same version chose with until now, to take over its state; null if that was another strategy's
     */
    Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before);

    /** Chooses among the hosts that it was laid out for. Safe for concurrent use, never blocks, called for every request. */
    @FunctionalInterface
    interface Chooser {

        /** One of the hosts that has not been {@linkplain TriedHosts#contains tried}; null only if all have been. */
        @Nullable
        UpstreamHost choose(BalancedRequest request, TriedHosts tried);

        /** A host that could be chosen now; for explanations: takes no turn and counts nothing. */
        default @Nullable UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
            return choose(request, tried);
        }

        /**
         * Whether it goes by {@link UpstreamHost#effectiveWeight} of the moment, as one that compares hosts can. Otherwise a host
         * that has just come back is passed over for the next one by chance, in so many of its turns as that is short of its weight.
         */
        default boolean weighsEveryTime() {
            return false;
        }

        /** A request is done with a host of the same version, not always one of these hosts; must not throw. */
        default void ended(UpstreamHost host, HostOutcome outcome) {}
    }
}
