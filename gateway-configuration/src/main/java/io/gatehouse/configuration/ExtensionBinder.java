package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records under names that only the {@link ExtensionTypes} of the place know. */
record ExtensionBinder(String section, boolean inline, boolean standing) implements TypeBinder {

    /** The names that may be keys: of those that stand there anyway among other keys, what has something to set. */
    List<String> keys(ExtensionTypes types) {
        List<String> keys = new ArrayList<>();
        for (String name : types.names(section)) {
            if (!standing || !inline || !binder(types, name).slots().isEmpty()) {
                keys.add(name);
            }
        }
        return keys;
    }

    RecordBinder binder(ExtensionTypes types, String name) {
        Class<?> type = types.type(section, name);
        if (type == null) {
            throw new IllegalArgumentException(section + " has no " + name);
        }
        return TypeBinders.record(type);
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        if (node instanceof Node.Mapping mapping) {
            return read(mapping.entries(), place);
        }
        place.refuseKind(node, expected());
        return null;
    }

    /** Reads entries that were already taken out of their mapping. */
    @Nullable
    Object read(List<Node.Entry> entries, ConfigPath place) {
        List<String> keys = keys(place.extensions());
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Origin> seen = new HashMap<>();
        boolean good = true;
        for (Node.Entry entry : entries) {
            ConfigPath here = place.key(entry.key(), entry.origin());
            Origin first = seen.putIfAbsent(entry.key(), entry.origin());
            if (!keys.contains(entry.key())) {
                here.refuse(entry.origin(), "unknown key", expected(keys) + Suggestion.hint(entry.key(), keys));
            } else if (first != null) {
                here.refuse(entry.origin(), "a second time", "it only once; the first is at " + first);
            } else {
                Object value = binder(place.extensions(), entry.key()).read(entry.value(), here);
                if (value != null) {
                    values.put(entry.key(), new Sourced<>(value, entry.origin()));
                    continue;
                }
            }
            good = false;
        }
        if (standing) {
            fill(values, seen, place);
        }
        return good ? Collections.unmodifiableMap(values) : null;
    }

    private void fill(Map<String, Object> values, Map<String, Origin> seen, ConfigPath place) {
        for (String name : place.extensions().names(section)) {
            RecordBinder binder = binder(place.extensions(), name);
            if (!seen.containsKey(name) && binder.needsNothing()) {
                var nothing = new Node.Mapping(place.origin(), List.of());
                Object value = binder.read(nothing, place.tellingTo(new Problems()));
                if (value != null) {
                    values.put(name, new Sourced<>(value, place.origin()));
                }
            }
        }
    }

    private static String expected(List<String> keys) {
        return keys.isEmpty() ? "nothing here, as no adapter is known for it" : "one of " + String.join(", ", keys);
    }

    /** Of those that stand below a key of their own. */
    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties(definitions, properties);
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    void properties(SchemaDefinitions definitions, Map<String, Object> properties) {
        for (String name : keys(definitions.extensions())) {
            RecordBinder binder = binder(definitions.extensions(), name);
            Map<String, Object> schema = new LinkedHashMap<>();
            Described described = binder.type.getAnnotation(Described.class);
            if (described != null) {
                schema.put("description", described.value());
            }
            if (standing && binder.needsNothing()) {
                schema.put("default", Map.of());
            }
            schema.putAll(binder.schema(definitions));
            properties.put(name, schema);
        }
    }

    @Override
    public String expected() {
        return "a mapping of names of adapters to their settings";
    }
}
