package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the schemas of the records that a schema refers to, each under its name. */
final class SchemaDefinitions {

    private final Map<String, Object> definitions = new TreeMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();
    private final ExtensionTypes extensions;

    SchemaDefinitions(ExtensionTypes extensions) {
        this.extensions = extensions;
    }

    ExtensionTypes extensions() {
        return extensions;
    }

    Map<String, Object> all() {
        return definitions;
    }

    /** A reference to the schema of a record, which is made at the first reference. */
    Map<String, Object> reference(RecordBinder shape, List<PropertyBinding> slots) {
        String name = name(shape.type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, object(slots));
        }
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/$defs/" + name);
        return reference;
    }

    /** The plain name, unless plug-ins bring several types of it. */
    private String name(Class<?> type) {
        String simple = type.getSimpleName();
        String plain = simple.replaceAll("(?<=.)(Document|Configuration|Settings)$", "");
        return types.putIfAbsent(plain, type) == null || types.get(plain) == type ? plain : type.getName();
    }

    Map<String, Object> object(List<PropertyBinding> slots) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        for (PropertyBinding slot : slots) {
            if (slot.remaining != null) {
                Map<String, Object> rest = new LinkedHashMap<>();
                rest.put("description", slot.description);
                rest.putAll(((MapBinder) slot.shape).value().schema(this));
                schema.put("patternProperties", Map.of("^(" + slot.remaining.pattern() + ")$", rest));
                continue;
            }
            if (slot.inline) {
                ((ExtensionBinder) slot.shape).properties(this, properties);
                continue;
            }
            properties.put(slot.key, property(slot));
            if (slot.required()) {
                required.add(slot.key);
            }
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> property(PropertyBinding slot) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!slot.description.isEmpty()) {
            schema.put("description", slot.description);
        }
        if (slot.defaults != null) {
            schema.put("default", defaults(slot, slot.defaults));
        }
        Map<String, Object> form = slot.shape.schema(this);
        schema.putAll(slot.orOff ? orOff(form) : form);
        return schema;
    }

    private static Object defaults(PropertyBinding slot, String[] texts) {
        if (slot.shape instanceof RecordBinder
                || slot.shape instanceof MapBinder
                || slot.shape instanceof ExtensionBinder
                || (slot.shape instanceof ListBinder list && list.orOne())) {
            return Map.of();
        }
        if (slot.shape instanceof ListBinder) {
            return List.of(texts);
        }
        String text = texts[0];
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    /** The same, or null, or off. */
    static Map<String, Object> orOff(Map<String, Object> schema) {
        Map<String, Object> off = new LinkedHashMap<>();
        off.put("title", "off");
        off.put("enum", Arrays.asList("off", null));
        Map<String, Object> either = new LinkedHashMap<>();
        either.put("anyOf", List.of(schema, off));
        return either;
    }
}
