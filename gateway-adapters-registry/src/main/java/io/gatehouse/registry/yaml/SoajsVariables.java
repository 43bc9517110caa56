package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Understands the environment variables of a SOAJS installation, as other names of ours; ours win where both are set.
 */
final class SoajsVariables {

    private static final Map<String, String> ALIASES = Map.of(
            "SOAJS_ENV", "GATEWAY_ENVIRONMENT",
            "SOAJS_MAX_BODY_SIZE", "GATEWAY_LIMITS_MAX_BODY_SIZE",
            "SOAJS_SENSITIVE_ENVS", "GATEWAY_SENSITIVE_ENVIRONMENTS");

    private SoajsVariables() {}

    /** The environment with our names added. */
    static Map<String, String> translate(Map<String, String> environment, Problems problems) {
        Map<String, String> translated = new HashMap<>(environment);
        ALIASES.forEach((theirs, ours) -> {
            String value = environment.get(theirs);
            if (value != null && !value.isEmpty()) {
                translated.putIfAbsent(ours, value);
            }
        });
        if ("true".equals(environment.get("SOAJS_SOLO"))) {
            translated.putIfAbsent("GATEWAY_REGISTRY_SOURCE", "file");
        }
        String discovery = environment.getOrDefault("SOAJS_DEPLOY_HA", "");
        if (!List.of("", "false", "kubernetes", "swarm").contains(discovery)) {
            problems.add(
                    Origin.of("SOAJS_DEPLOY_HA"),
                    "",
                    '"' + discovery + '"',
                    "kubernetes or swarm, with discovery.kubernetes or discovery.swarm in the configuration; or nothing");
        }
        return translated;
    }
}
