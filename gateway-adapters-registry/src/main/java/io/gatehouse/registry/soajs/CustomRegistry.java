package io.gatehouse.registry.soajs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents that environments plug in: entries of the custom registry, and resources. */
final class CustomRegistry {

    private static final String DASHBOARD = "dashboard";

    private CustomRegistry() {}

    /** The documents of a collection that are plugged into the environment. */
    static List<Fields> of(
            CoreDatabase.Content content,
            String collection,
            EnvironmentSettings environment,
            TranslationFindings findings) {
        return content.of(collection).stream()
                .map(document -> Fields.document(collection, document, findings))
                .filter(entry -> isPlugged(entry, environment))
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

    /** Documents that say nothing of environments are for all. */
    private static boolean isPlugged(Fields entry, EnvironmentSettings environment) {
        if (entry.has("plugged") && !entry.flag("plugged")) {
            return false;
        }
        String created = entry.text("created");
        if (created == null || environment.is(created)) {
            return true;
        }
        if (environment.is(DASHBOARD) || !entry.flag("shared")) {
            return false;
        }
        Fields shared = entry.object("sharedEnvs");
        return shared == null || shared.names().stream().anyMatch(name -> environment.is(name) && shared.flag(name));
    }
}
