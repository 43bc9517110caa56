package io.gatehouse.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of single values. Every one may also be a placeholder such as {@code ${PORT:-8080}}, which an editor
 * cannot resolve.
 */
final class SchemaForms {

    private static final String PLACEHOLDER = "\\$\\{";

    private SchemaForms() {}

    static Map<String, Object> text(String title, String pattern) {
        Map<String, Object> schema = titled(title, List.of("string", "number"));
        schema.put("pattern", pattern.isEmpty() ? "." : "^(" + pattern + ")$|" + PLACEHOLDER);
        return schema;
    }

    static Map<String, Object> number(long min, long max, boolean bounded) {
        Map<String, Object> schema = titled("whole number", List.of("integer", "string"));
        schema.put("pattern", "^-?[0-9]+$|" + PLACEHOLDER);
        if (bounded) {
            schema.put("minimum", min);
            schema.put("maximum", max);
        }
        return schema;
    }

    static Map<String, Object> bool() {
        Map<String, Object> schema = titled("true or false", List.of("boolean", "string"));
        schema.put("pattern", "^(true|false)$|" + PLACEHOLDER);
        return schema;
    }

    static Map<String, Object> choice(List<String> words) {
        Map<String, Object> placeholder = new LinkedHashMap<>();
        placeholder.put("type", "string");
        placeholder.put("pattern", PLACEHOLDER);
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("enum", words);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(choice, placeholder));
        return schema;
    }

    /** One of these words, or a name that is not known yet. */
    static Map<String, Object> openChoice(List<String> words) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("enum", words);
        Map<String, Object> name = titled("the name of a plug-in's", List.of("string"));
        name.put("pattern", "^[a-z]|" + PLACEHOLDER);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(choice, name));
        return schema;
    }

    private static Map<String, Object> titled(String title, List<String> types) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", title);
        schema.put("type", types);
        return schema;
    }
}
