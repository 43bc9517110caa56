package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The services that run in the environment, and which of their versions want a key. */
final class DeployedServices {

    private final Map<String, Map<VersionNumber, Boolean>> services = new LinkedHashMap<>();

    void add(String service, VersionNumber version, boolean wantsKey) {
        services.computeIfAbsent(service, s -> new TreeMap<>()).put(version, wantsKey);
    }

    Set<String> services() {
        return services.keySet();
    }

    boolean has(String service) {
        return services.containsKey(service);
    }

    Set<VersionNumber> versionsOf(String service) {
        return services.getOrDefault(service, Map.of()).keySet();
    }

    /** Whether callers need no key, so that no access rule is looked at either. */
    boolean isOpen(String service, VersionNumber version) {
        return Boolean.FALSE.equals(services.getOrDefault(service, Map.of()).get(version));
    }

    /** Whether no version wants a key. */
    boolean isOpen(String service) {
        return has(service) && versionsOf(service).stream().allMatch(version -> isOpen(service, version));
    }
}
