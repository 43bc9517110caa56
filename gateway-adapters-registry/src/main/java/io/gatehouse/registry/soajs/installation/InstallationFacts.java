package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a core database says that the configuration has no words for. Values of the database are as its driver has them.
 *
 * @param mark names what was read
 * @param environment the code of the environment, in small letters
 * @param gateway how services and other gateways reach this one
 * @param keys by their ids
 * @param packages by their references, such as {@code SHOP/SHOP_BASIC}
 * @param services by name
 * @param versions the flags of versions
 * @param custom the entries of the custom registry that count here, by name
 * @param resources those that count here, by type and name
 * @param environments the documents of all environments by their codes in capitals
 * @param tenants codes of tenants by their ids
 * @param targets where calls can be handed on to
 * @param trusted who may see credentials without a token
 */
public record InstallationFacts(
        String mark,
        String environment,
        Gateway gateway,
        Map<String, KeyFacts> keys,
        Map<String, PackageFacts> packages,
        Map<String, ServiceFacts> services,
        Map<VersionKey, VersionFacts> versions,
        Map<String, Map<?, ?>> custom,
        Map<String, Map<String, Object>> resources,
        Map<String, Map<?, ?>> environments,
        Map<String, String> tenants,
        ProxyTargets targets,
        List<AddressRange> trusted) {

    /** The flags of a version, wherever a caller has it run; null if it is none of a service. */
    @Nullable
    VersionFacts flags(VersionKey version) {
        return versions.get(version.caller() == null ? version : new VersionKey(version.service(), version.version()));
    }

    /** What an entry of the custom registry holds at a place; null if it holds nothing there. */
    @Nullable
    Object custom(String name, String... path) {
        Map<?, ?> entry = custom.get(name);
        Object found = entry == null ? null : entry.get("value");
        for (String step : path) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    /**
     * This gateway, in the place of the controller.
     *
     * @param name what the environment calls it
     * @param version its version there
     * @param host what services call it by
     * @param port its port; null if the environment does not say
     * @param database how services reach the core database
     */
    public record Gateway(
            String name,
            String version,
            String host,
            @Nullable Long port,
            Map<String, Object> database) {}

    /**
     * A key.
     *
     * @param tenant whose
     * @param product the product of its application
     * @param packageName the package of its application
     * @param packageReference the same with the product that it was found in
     * @param userPackages packages that count in place of those that users have, by these
     * @param appId the id of its application
     * @param acl the application's own rules for the environment; null for none
     * @param aclAllEnv the same for all environments
     * @param internal the internal key
     * @param config what it is configured with for the environment
     */
    public record KeyFacts(
            TenantFacts tenant,
            @Nullable String product,
            String packageName,
            String packageReference,
            Map<String, String> userPackages,
            @Nullable String appId,
            @Nullable Object acl,
            @Nullable Object aclAllEnv,
            @Nullable String internal,
            Map<?, ?> config) {

        /** The packages that count of those that a user has. */
        List<String> counting(List<String> ofUser) {
            return userPackages.isEmpty()
                    ? ofUser
                    : ofUser.stream()
                            .map(name -> userPackages.getOrDefault(name, name))
                            .toList();
        }
    }

    /**
     * A tenant.
     *
     * @param main the tenant that it is a client of; null for none
     * @param pins the products whose users have to log in with a PIN
     * @param externalKeys an external key of it by environment, in capitals
     */
    public record TenantFacts(
            @Nullable String id,
            @Nullable String name,
            String code,
            boolean locked,
            @Nullable String type,
            @Nullable Object main,
            Object profile,
            Set<String> pins,
            Map<String, String> externalKeys) {}

    /** What a package permits in the environment, and in all. */
    public record PackageFacts(
            @Nullable Object acl, @Nullable Object aclAllEnv) {}

    /**
     * A service.
     *
     * @param group its group
     * @param port where its hosts listen; null if nobody says
     * @param latest the newest version that has hosts; null if none has
     * @param hosts names of hosts by version
     * @param settings what its document says, in the words of the controller
     */
    public record ServiceFacts(
            String group,
            @Nullable Long port,
            @Nullable VersionNumber latest,
            Map<VersionNumber, List<String>> hosts,
            Map<String, Object> settings) {}

    /** What a version wants to know of its callers. */
    public record VersionFacts(
            boolean key,
            boolean oauth,
            boolean urac,
            boolean uracProfile,
            boolean uracAcl,
            boolean uracConfig,
            boolean uracGroupConfig,
            boolean tenantProfile,
            boolean provisionAcl,
            List<?> interConnect) {}

    /**
     * Where calls of {@code /soajs/proxy} can go.
     *
     * @param service the service that stands for all of them
     * @param environments versions of it by the codes of environments, in capitals
     * @param origins versions of it by scheme, host and port, such as {@code https://partner.example}
     */
    public record ProxyTargets(
            String service, Map<String, VersionNumber> environments, Map<String, VersionNumber> origins) {}
}
