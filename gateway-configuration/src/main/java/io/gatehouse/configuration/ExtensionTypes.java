package io.gatehouse.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that a configuration may hold besides its own, known only while the program runs: for each section the names that
 * are keys there, and the record that is bound below each. Immutable.
 *
 * @param sections by section, then by name, in the order in which they are listed to people
 */
public record ExtensionTypes(Map<String, Map<String, Class<? extends Record>>> sections) {

    /** None at all. */
    public static final ExtensionTypes NONE = new ExtensionTypes(Map.of());

    public ExtensionTypes {
        var copy = new LinkedHashMap<String, Map<String, Class<? extends Record>>>();
        sections.forEach(
                (section, types) -> copy.put(section, Collections.unmodifiableMap(new LinkedHashMap<>(types))));
        sections = Collections.unmodifiableMap(copy);
    }

    /** The names of a section. */
    public List<String> names(String section) {
        return List.copyOf(sections.getOrDefault(section, Map.of()).keySet());
    }

    @Nullable
    Class<? extends Record> type(String section, String name) {
        return sections.getOrDefault(section, Map.of()).get(name);
    }
}
