package io.gatehouse.registry.soajs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key is configured with for the network that the gateway stands in: {@code config.gateway.networkPackages}, of the network that
 * {@code lastSeen.network} of the gateway names.
 *
 * @param application the package in place of its application's; null for that
 * @param users packages in place of those that users have, by these
 */
record NetworkPackages(@Nullable String application, Map<String, String> users) {

    private static final NetworkPackages NONE = new NetworkPackages(null, Map.of());

    /** Of a key of an application of this product. */
    static NetworkPackages of(
            Fields key, @Nullable String product, @Nullable String network, EnvironmentSettings environment) {
        Fields config = environment.own(key.objectOrEmpty("config"));
        if (network == null || network.isEmpty() || product == null || config == null) {
            return NONE;
        }
        Fields own = config.objectOrEmpty("gateway")
                .objectOrEmpty("networkPackages")
                .objectOrEmpty(network)
                .objectOrEmpty(product);
        Map<String, String> users = new HashMap<>();
        Fields byPackage = own.objectOrEmpty("users");
        for (String name : byPackage.names()) {
            String other = byPackage.text(name);
            if (other != null && !other.isEmpty()) {
                users.put(name, other);
            }
        }
        String application = own.text("default");
        return new NetworkPackages(application == null || application.isEmpty() ? null : application, users);
    }
}
