package io.gatehouse.app.registry;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.configuration.ExtensionTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a registry may rely on, as the configuration of the process provides it.
 *
 * @param places whether there is a database that tells where an address is
 * @param tokenStore whether there is a store of opaque tokens
 * @param extensions discoveries of hosts and strategies of balancing, by the names that documents call them
 */
public record Capabilities(boolean places, boolean tokenStore, ExtensionTypes extensions) {

    /** Of this configuration; of one that has problems everything is taken to be there, so as not to tell of more than these. */
    public static Capabilities of(@Nullable GatewayConfiguration configuration, ExtensionTypes extensions) {
        return configuration == null
                ? new Capabilities(true, true, extensions)
                : new Capabilities(configuration.geo() != null, configuration.tokenStore() != null, extensions);
    }
}
