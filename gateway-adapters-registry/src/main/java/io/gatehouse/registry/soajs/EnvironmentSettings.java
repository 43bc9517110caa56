package io.gatehouse.registry.soajs;

import io.gatehouse.registry.soajs.Fields.TranslationFindings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the environment's document says about all services.
 *
 * @param code the environment's code, as the gateway spells it
 * @param document the environment's document
 * @param config its {@code services.config}
 * @param gatewayNames the services that are the gateway itself
 */
record EnvironmentSettings(String code, Fields document, Fields config, Set<String> gatewayNames) {

    /** The name under which the gateway has routes of its own. */
    static final String OWN_SERVICE = "soajs";

    EnvironmentSettings {
        gatewayNames = Set.copyOf(gatewayNames);
    }

    static EnvironmentSettings of(List<Document> environments, String code, TranslationFindings findings) {
        Document found = environments.stream()
                .filter(document -> document.get("code") instanceof String text && text.equalsIgnoreCase(code))
                .findFirst()
                .orElseGet(Document::new);
        Fields document = Fields.document(CoreDatabase.ENVIRONMENT, found, findings);
        Fields services = document.objectOrEmpty("services");
        var names = new LinkedHashSet<>(Set.of("controller", OWN_SERVICE));
        String own = services.objectOrEmpty("controller").text("name");
        if (own != null) {
            names.add(own);
        }
        return new EnvironmentSettings(code, document, services.objectOrEmpty("config"), names);
    }

    /** Whether this is the code of the environment. */
    boolean is(String other) {
        return other.equalsIgnoreCase(code);
    }

    /** What is written for the environment, where something is written by environment; null if nothing is. */
    @Nullable
    Fields own(Fields byEnvironment) {
        return byEnvironment.names().stream()
                .filter(this::is)
                .findFirst()
                .map(byEnvironment::object)
                .orElse(null);
    }

    /** A version with what is written for it in the environment laid over it. */
    Fields customised(Fields version) {
        Fields own = own(version.objectOrEmpty("customByEnv"));
        return own == null ? version : version.under(own);
    }

    /** What is added to a port to get that of maintenance; null if the environment does not say. */
    @Nullable
    Long maintenanceIncrement() {
        return config.objectOrEmpty("ports").whole("maintenanceInc");
    }

    /** How often hosts are probed, in milliseconds; null if the environment does not say. */
    @Nullable
    Long healthCheckMillis() {
        return config.objectOrEmpty("awareness").whole("healthCheckInterval");
    }

    /** The documents of a collection, entries of the custom registry or resources, that are plugged into the environment. */
    List<Fields> plugged(CoreDatabase.Content content, String collection, TranslationFindings findings) {
        return content.of(collection).stream()
                .map(document -> Fields.document(collection, document, findings))
                .filter(this::isPlugged)
                .toList();
    }

    /** What the entry of this name holds; null if there is none. Where several have the name, the last counts, as in SOAJS. */
    static @Nullable Fields value(List<Fields> entries, String name) {
        Fields found = null;
        for (Fields entry : entries) {
            if (name.equals(entry.raw("name"))) {
                found = entry.object("value");
            }
        }
        return found;
    }

    private boolean isPlugged(Fields entry) {
        if (!entry.flag("plugged")) {
            return false;
        }
        String created = entry.text("created");
        if (created != null && is(created)) {
            return true;
        }
        Fields shared = entry.objectOrEmpty("sharedEnvs");
        boolean everywhere = !entry.has("shared") || entry.flag("shared");
        return everywhere && shared.names().stream().anyMatch(name -> is(name) && shared.flag(name));
    }
}
