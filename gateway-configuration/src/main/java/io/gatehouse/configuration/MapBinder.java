package io.gatehouse.configuration;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are names that the operator chooses. */
record MapBinder(TypeBinder key, TypeBinder value, boolean notEmpty) implements TypeBinder {

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        if (!(node instanceof Node.Mapping mapping)) {
            place.refuseKind(node, expected());
            return null;
        }
        if (notEmpty && mapping.entries().isEmpty()) {
            place.refuseKind(node, "at least one entry");
            return null;
        }
        return read(mapping.entries(), place);
    }

    /** Reads entries that were already taken out of their mapping. */
    @Nullable
    Object read(List<Node.Entry> entries, ConfigPath place) {
        Map<Object, Object> values = new LinkedHashMap<>();
        Map<Object, Origin> origins = new HashMap<>();
        boolean good = true;
        for (Node.Entry entry : entries) {
            ConfigPath here = place.key(entry.key(), entry.origin());
            Object name = key.read(new Node.Scalar(entry.origin(), entry.key(), Node.Kind.TEXT), here);
            Object read = value.read(entry.value(), here);
            if (name == null || read == null) {
                good = false;
                continue;
            }
            Origin first = origins.putIfAbsent(name, entry.origin());
            if (first == null) {
                values.put(name, read);
            } else {
                here.refuse(entry.origin(), "a second time", "it only once; the first is at " + first);
                good = false;
            }
        }
        return good ? OrderedMap.copyOf(values) : null;
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        Object pattern = key.schema(definitions).get("pattern");
        if (pattern instanceof String form && form.length() > 1) {
            schema.put("patternProperties", Map.of(form.replace("|\\$\\{", ""), value.schema(definitions)));
            schema.put("additionalProperties", false);
        } else {
            schema.put("additionalProperties", value.schema(definitions));
        }
        if (notEmpty) {
            schema.put("minProperties", 1);
        }
        return schema;
    }

    @Override
    public String expected() {
        return "a mapping of names to " + value.expected();
    }

    @Override
    public boolean placeless() {
        return value.placeless();
    }
}
