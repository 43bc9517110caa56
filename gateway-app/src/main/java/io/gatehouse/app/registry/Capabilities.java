package io.gatehouse.app.registry;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.UpstreamTlsConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a registry may rely on, as the configuration of the process, or the program that embeds it, provides it.
 *
 * @param places whether there is a database that finds where an address is
 * @param tokenStore whether there is a store of opaque tokens
 * @param upstreamTls the names that services may call ways of securing their hosts by; null for any
 * @param extensions discoveries of hosts and strategies of balancing, by the names that documents call them
 */
public record Capabilities(
        boolean places, boolean tokenStore, @Nullable Set<String> upstreamTls, ExtensionTypes extensions) {

    /** Of this configuration; of one that has problems everything is taken to be there, so as not to report more than these. */
    public static Capabilities of(@Nullable GatewayConfiguration configuration, AdapterCatalog adapters) {
        ExtensionTypes extensions = adapters.registryTypes(configuration);
        return configuration == null
                ? new Capabilities(true, true, null, extensions)
                : new Capabilities(
                        !adapters.inUse(ExtensionPoint.GEO, configuration).isEmpty(),
                        configuration.tokenStore() != null,
                        configuration.upstreamTls().stream()
                                .map(UpstreamTlsConfiguration::name)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()),
                        extensions);
    }
}
