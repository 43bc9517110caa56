package io.gatehouse.configuration;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the keywords of a schema into one order, so that it is always written alike; properties keep theirs. */
final class SchemaOrder {

    private static final List<String> FIRST = List.of(
            "$schema",
            "title",
            "description",
            "default",
            "$ref",
            "type",
            "properties",
            "patternProperties",
            "required",
            "additionalProperties",
            "minimum",
            "maximum");
    private static final Comparator<Map.Entry<?, ?>> ORDER = Comparator.<Map.Entry<?, ?>>comparingInt(
                    entry -> rank(entry.getKey()))
            .thenComparing(entry -> String.valueOf(entry.getKey()));

    private SchemaOrder() {}

    static Map<String, Object> of(Map<?, ?> schema) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        schema.entrySet().stream()
                .sorted(ORDER)
                .forEach(entry -> ordered.put(String.valueOf(entry.getKey()), keyword(entry)));
        return ordered;
    }

    private static Object keyword(Map.Entry<?, ?> entry) {
        if (entry.getKey().equals("properties") && entry.getValue() instanceof Map<?, ?> properties) {
            Map<String, Object> same = new LinkedHashMap<>();
            properties.forEach((name, schema) -> same.put(String.valueOf(name), value(schema)));
            return same;
        }
        return value(entry.getValue());
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return of(map);
        }
        boolean schemas = value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
        return schemas ? ((List<?>) value).stream().map(SchemaOrder::value).toList() : value;
    }

    private static int rank(Object keyword) {
        int rank = FIRST.indexOf(String.valueOf(keyword));
        return rank < 0 ? FIRST.size() : rank;
    }
}
