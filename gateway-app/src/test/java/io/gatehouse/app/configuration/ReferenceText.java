package io.gatehouse.app.configuration;

import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.JsonSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the tables of the configuration reference from the schemas of the records. */
final class ReferenceText {

    private record Part(String heading, Map<String, Object> schema) {}

    private final String prefix;
    private final Map<String, Object> definitions = new LinkedHashMap<>();
    private final Map<String, String> headings = new LinkedHashMap<>();
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    private ReferenceText(String prefix) {
        this.prefix = prefix;
    }

    /** One section for the top and one for every record below it. */
    @SafeVarargs
    static String of(String prefix, Class<? extends Record>... types) {
        ReferenceText reference = new ReferenceText(prefix);
        for (Class<? extends Record> type : types) {
            Map<String, Object> schema = JsonSchema.of(type, "", extensions(type));
            reference.definitions.putAll(map(schema.getOrDefault("$defs", Map.of())));
            reference.waiting.add(new Part("", schema));
            while (!reference.waiting.isEmpty()) {
                reference.write(reference.waiting.remove());
            }
        }
        return reference.text.toString();
    }

    /** What our adapters bring: settings for gateway.yml, and what they are asked with for a registry. */
    static ExtensionTypes extensions(Class<? extends Record> type) {
        try (AdapterCatalog own = AdapterCatalog.own()) {
            return type == GatewayConfiguration.class ? own.types() : own.registryTypes(null);
        }
    }

    private void write(Part part) {
        if (!part.heading().isEmpty()) {
            text.append("\n### ").append(prefix).append(part.heading()).append("\n\n");
        }
        text.append("| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        List<?> required = (List<?>) part.schema().getOrDefault("required", List.of());
        map(part.schema().getOrDefault("properties", Map.of()))
                .forEach((key, schema) -> row(part, key, map(schema), required.contains(key)));
        map(part.schema().getOrDefault("patternProperties", Map.of()))
                .forEach((pattern, schema) -> row(part, name(pattern), map(schema), false));
    }

    private static String name(String pattern) {
        if (pattern.startsWith("^([0-9]")) {
            return "VERSION";
        }
        return pattern.startsWith("^(/") ? "/PATH" : pattern.startsWith("^(get") ? "METHOD" : "NAME";
    }

    private void row(Part part, String key, Map<String, Object> schema, boolean required) {
        String path = part.heading().isEmpty() ? key : part.heading() + "." + key;
        Object byDefault = schema.get("default");
        text.append("| `").append(key).append("` | ");
        text.append(type(path, schema)).append(" | ");
        text.append(required ? "required" : byDefault == null ? "" : shown(schema, byDefault))
                .append(" | ");
        text.append(schema.getOrDefault("description", "")).append(" |\n");
    }

    private static String shown(Map<String, Object> schema, Object value) {
        if (value instanceof Map && !schema.containsKey("$ref") && !schema.containsKey("anyOf")) {
            return "none";
        }
        if (value instanceof List<?> list) {
            return "`[" + list.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "]`";
        }
        return value instanceof Map ? "see there" : "`" + value + "`";
    }

    private String type(String path, Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return reference(path, reference.substring(reference.lastIndexOf('/') + 1));
        }
        if (schema.get("enum") instanceof List<?> words) {
            return words.stream().filter(w -> w != null).map(w -> "`" + w + "`").collect(Collectors.joining(", "));
        }
        if (schema.get("items") != null) {
            return "list of " + type(path + "[]", map(schema.get("items")));
        }
        if (schema.get("title") instanceof String title && !title.equals("off")) {
            return schema.get("minimum") == null
                    ? title
                    : title + " " + schema.get("minimum") + " to " + schema.get("maximum");
        }
        if (schema.get("anyOf") instanceof List<?> forms) {
            List<String> types = new ArrayList<>();
            forms.forEach(form -> types.add(type(path, map(form))));
            types.remove("placeholder");
            return String.join(" or ", types);
        }
        Map<String, Object> named = map(schema.getOrDefault("patternProperties", Map.of()));
        if (!named.isEmpty()) {
            var entry = named.entrySet().iterator().next();
            return "by name: " + type(path + "." + name(entry.getKey()), map(entry.getValue()));
        }
        if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
            String plugins = "by name: the settings of a [plug-in](plugins.md)";
            if (map(schema.getOrDefault("properties", Map.of())).isEmpty()) {
                return plugins;
            }
            waiting.add(new Part(path, schema));
            return "[mapping](#" + anchor(prefix + path) + "), or " + plugins;
        }
        return schema.containsKey("pattern")
                ? "placeholder"
                : "by name: " + type(path + ".NAME", map(schema.get("additionalProperties")));
    }

    private String reference(String path, String name) {
        String known = headings.get(name);
        if (known == null) {
            Map<String, Object> schema = map(definitions.get(name));
            // Of several mappings that may stand at one place, each is known by its first key.
            String first = map(schema.getOrDefault("properties", Map.of())).keySet().stream()
                    .findFirst()
                    .orElse("");
            boolean taken =
                    headings.values().stream().anyMatch(other -> anchor(other).equals(anchor(path)));
            known = taken ? path + " with " + first : path;
            headings.put(name, known);
            waiting.add(new Part(known, schema));
        }
        String heading = prefix + known;
        return "[mapping](#" + anchor(heading) + ")";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
