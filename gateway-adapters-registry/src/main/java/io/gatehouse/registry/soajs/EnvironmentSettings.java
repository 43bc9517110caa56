package io.gatehouse.registry.soajs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the environment's document says about all services.
 *
 * @param code the environment's code, as the gateway spells it
 * @param config its {@code services.config}
 * @param gatewayNames the services that are the gateway itself
 */
record EnvironmentSettings(String code, Fields config, Set<String> gatewayNames) {

    EnvironmentSettings {
        gatewayNames = Set.copyOf(gatewayNames);
    }

    static EnvironmentSettings of(List<Document> environments, String code, TranslationFindings findings) {
        Document found = environments.stream()
                .filter(document -> document.get("code") instanceof String text && text.equalsIgnoreCase(code))
                .findFirst()
                .orElseGet(Document::new);
        Fields services =
                Fields.document(CoreDatabase.ENVIRONMENT, found, findings).objectOrEmpty("services");
        var names = new LinkedHashSet<>(Set.of("controller"));
        String own = services.objectOrEmpty("controller").text("name");
        if (own != null) {
            names.add(own);
        }
        return new EnvironmentSettings(code, services.objectOrEmpty("config"), names);
    }

    /** Whether this is the code of the environment. */
    boolean is(String other) {
        return other.equalsIgnoreCase(code);
    }

    /** What is added to a port to get that of maintenance; null if the environment does not say. */
    @Nullable
    Long maintenanceIncrement() {
        return config.objectOrEmpty("ports").whole("maintenanceInc");
    }

    /** How often hosts are asked whether they are well, in milliseconds; null if the environment does not say. */
    @Nullable
    Long healthCheckMillis() {
        return config.objectOrEmpty("awareness").whole("healthCheckInterval");
    }
}
