package io.gatehouse.app.plugin;

import io.gatehouse.configuration.Sourced;
import io.gatehouse.plugin.AdapterModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that the configuration may name.
 *
 * @param module makes it
 * @param from the jar that brings it; empty for our own and those of an embedding program
 * @param given the settings that an embedding program gives it, with which it is in use whatever the configuration says; else null
 */
public record KnownAdapter(
        AdapterModule module, String from, @Nullable Record given) {

    String section() {
        return module.point().section();
    }

    /** Where its settings stand, such as {@code throttling.mongo}. */
    public String path() {
        return section() + "." + module.name();
    }

    /** The same, key by key. */
    public List<String> keys() {
        return List.of(path().split("\\."));
    }

    /**
     * One that is in use.
     *
     * @param adapter which
     * @param settings its settings, and where they are written
     */
    public record InUse(KnownAdapter adapter, Sourced<Record> settings) {}
}
