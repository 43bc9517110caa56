package io.gatehouse.domain.quota;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What one place of the configuration says about throttling.
 *
 * @param strategy the strategy that it chooses; null if it switches throttling off
 * @param counters names the counters that it counts with: the strategy, and the service where a service's entry chose it
 * @param level which place it is, in words for operators
 * @param origin the place in the configuration
 */
public record QuotaRule(@Nullable Strategy strategy, String counters, String level, Origin origin) {

    /** A quota that limits nothing. */
    public static QuotaRule off(String level, Origin origin) {
        return new QuotaRule(null, "", level, origin);
    }

    /** A strategy chosen for everything: its counters are shared by all services. */
    public static QuotaRule of(Strategy strategy, String level, Origin origin) {
        return new QuotaRule(strategy, counters(strategy), level, origin);
    }

    /** A strategy chosen for a service: that service has counters of its own. */
    public static QuotaRule of(Strategy strategy, String service, String level, Origin origin) {
        return new QuotaRule(strategy, counters(strategy) + "/" + service, level, origin);
    }

    private static String counters(Strategy strategy) {
        RateLimit rate = strategy.rate();
        return strategy.name() + "/" + (rate == null ? "concurrency" : rate.form());
    }
}
