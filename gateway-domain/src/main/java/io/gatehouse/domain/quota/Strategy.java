package io.gatehouse.domain.quota;

import io.gatehouse.configuration.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A named way of throttling.
 *
 * @param name the name that the configuration uses; clients see it in {@code RateLimit-Policy}
 * @param limit how much is allowed
 * @param per who is counted
 * @param retries how often a request that would be refused waits and tries again first; 0 to 10
 * @param delay how long it waits each time
 * @param origin the place in the configuration that declares it
 */
public record Strategy(String name, Limit limit, Subject per, int retries, Duration delay, Origin origin) {

    /** The rate that it allows, of an {@link AdaptiveRate} the one to begin with; null if it limits how many are under way. */
    public @Nullable RateLimit rate() {
        return limit instanceof AdaptiveRate adaptive
                ? adaptive.start()
                : limit instanceof RateLimit rate ? rate : null;
    }

    /** Who has a counter of their own. Where a request has no such subject (no tenant, application, key or user), its address stands in. */
    public enum Subject {
        ADDRESS,
        TENANT,
        TENANT_AND_ADDRESS,
        APPLICATION,
        KEY,
        USER
    }
}
