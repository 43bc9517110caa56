package io.gatehouse.app.plugin;

import io.gatehouse.app.configuration.BundledAdapters;
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

    /** Whether it is in use where no other is named, and set by words of the gateway's own instead of a section. */
    boolean isStandard() {
        return from.isEmpty()
                && BundledAdapters.standard().stream().anyMatch(own -> own.getClass() == module.getClass());
    }

    /** Whether it is not of ours, and so may do what it must not. */
    boolean isForeign() {
        return !from.isEmpty() || given != null;
    }

    /** The keys below which its settings stand; none if it has no section. */
    public List<String> keys() {
        return isStandard() ? List.of() : List.of(path().split("\\."));
    }

    /**
     * One that is in use.
     *
     * @param adapter which
     * @param settings its settings, and where they are written
     */
    public record InUse(KnownAdapter adapter, Sourced<Record> settings) {}
}
