package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import org.jspecify.annotations.Nullable;

/**
 * Where the traffic of a service goes besides the rules, and what is made of it on the way.
 *
 * @param rollout the version that some callers get; null if all get the newest
 * @param requestHeaders what is changed in the headers of requests
 * @param mirror where copies go; null if nowhere
 * @param locations which locations of responses are rewritten to what the client called; null for none
 */
public record Steering(
        @Nullable Rollout rollout,
        RequestHeaderEdits requestHeaders,
        @Nullable Mirror mirror,
        @Nullable RewrittenLocations locations) {

    /** Nothing but what is the default: locations that name the upstream's address are rewritten. */
    public static final Steering USUAL = new Steering(null, RequestHeaderEdits.NONE, null, RewrittenLocations.NAMED);

    /**
     * Copies of requests for a host whose answers nobody waits for.
     *
     * @param to the host
     * @param share the share of requests that are copied
     * @param origin the place in the configuration that declares it
     */
    public record Mirror(HostAddress to, Percentage share, Origin origin) {}

    /** Which locations and cookies of responses are rewritten. */
    public enum RewrittenLocations {
        /** Those that name the upstream's own address. */
        NAMED,
        /** Paths without an address, too, where the upstream is not told the whole path. */
        PATHS
    }
}
