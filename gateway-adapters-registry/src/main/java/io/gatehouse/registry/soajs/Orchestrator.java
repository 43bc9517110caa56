package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has deployed an installation whose hosts do not register: where a version runs is asked for, by the labels that SOAJS gives what it
 * deploys, or else by the name.
 */
enum Orchestrator {
    /** Cluster addresses of Services. */
    KUBERNETES("kubernetes-service"),
    /** Tasks of services. */
    SWARM("swarm");

    private final String question;

    Orchestrator(String question) {
        this.question = question;
    }

    /** The one that {@code SOAJS_DEPLOY_HA} names; null for hosts that register. */
    static @Nullable Orchestrator of(Map<String, String> variables) {
        return switch (variables.getOrDefault("SOAJS_DEPLOY_HA", "")) {
            case "kubernetes" -> KUBERNETES;
            case "swarm" -> SWARM;
            default -> null;
        };
    }

    /** What is asked where a version runs. */
    MappingBuilder hosts(Fields version, String environment, String service, VersionNumber number, long port) {
        String code = environment.toLowerCase(Locale.ROOT);
        // Nothing else can be in the name of a Service.
        String name = (code + "-" + service + "-v" + number + "-service")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "-");
        boolean plain = (code + service).matches("[A-Za-z0-9_.-]+");
        return new MappingBuilder(version.origin())
                .text(question, name)
                .text(
                        "labels",
                        plain
                                ? "soajs.content=true,soajs.env.code=" + code + ",soajs.service.name=" + service
                                        + ",soajs.service.version=" + number
                                : null)
                .number("port", port);
    }
}
