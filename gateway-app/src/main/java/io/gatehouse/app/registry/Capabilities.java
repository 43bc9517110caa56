package io.gatehouse.app.registry;

import io.gatehouse.app.configuration.GatewayConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a registry may rely on, as the configuration of the process provides it.
 *
 * @param places whether there is a database that finds where an address is
 * @param tokenStore whether there is a store of opaque tokens
 */
public record Capabilities(boolean places, boolean tokenStore) {

    /** Of this configuration; of one that has problems everything is taken to be there, so as not to report more than these. */
    public static Capabilities of(@Nullable GatewayConfiguration configuration) {
        return configuration == null
                ? new Capabilities(true, true)
                : new Capabilities(configuration.geo() != null, configuration.tokenStore() != null);
    }
}
