package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list, or a set: a list in which nothing may stand twice; {@code orOne}: or its only item. */
record ListBinder(TypeBinder item, boolean distinct, boolean notEmpty, boolean orOne) implements TypeBinder {

    ListBinder(TypeBinder item, boolean distinct, boolean notEmpty) {
        this(item, distinct, notEmpty, false);
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        if (orOne && node instanceof Node.Mapping) {
            Object only = item.read(node, place);
            return only == null ? null : List.of(only);
        }
        if (!(node instanceof Node.Sequence sequence)) {
            place.refuseKind(node, expected());
            return null;
        }
        if (notEmpty && sequence.items().isEmpty()) {
            place.refuseKind(node, "at least one item");
            return null;
        }
        List<Object> values = new ArrayList<>(sequence.items().size());
        Set<Object> seen = new LinkedHashSet<>();
        boolean good = true;
        for (int i = 0; i < sequence.items().size(); i++) {
            Node child = sequence.items().get(i);
            ConfigPath here = place.item(i, child.origin());
            Object value = item.read(child, here);
            if (value == null) {
                good = false;
            } else if (distinct && !seen.add(value)) {
                here.refuse(child, "every item only once");
                good = false;
            } else {
                values.add(value);
            }
        }
        if (!good) {
            return null;
        }
        return distinct ? Collections.unmodifiableSet(seen) : List.copyOf(values);
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", item.schema(definitions));
        if (distinct) {
            schema.put("uniqueItems", true);
        }
        if (notEmpty) {
            schema.put("minItems", 1);
        }
        return orOne ? Map.of("anyOf", List.of(item.schema(definitions), schema)) : schema;
    }

    @Override
    public String expected() {
        return (orOne ? item.expected() + ", or " : "") + "a list, each item " + item.expected();
    }

    @Override
    public boolean placeless() {
        return item.placeless();
    }
}
