package io.gatehouse.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a record type as a JSON Schema (draft 2020-12) made of maps, lists, texts, numbers and booleans, ready for
 * any JSON writer. Editors check and complete configuration files with it; the program itself has the {@link Binder}.
 */
public final class JsonSchema {

    private JsonSchema() {}

    /** The schema of a file that holds this record. */
    public static Map<String, Object> of(Class<? extends Record> type, String title) {
        return of(type, title, ExtensionTypes.NONE);
    }

    /** The same of a file that may hold these besides. */
    public static Map<String, Object> of(Class<? extends Record> type, String title, ExtensionTypes extensions) {
        SchemaDefinitions definitions = new SchemaDefinitions(extensions);
        List<PropertyBinding> slots = TypeBinders.record(type).slots();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.putAll(definitions.object(slots));
        if (!definitions.all().isEmpty()) {
            schema.put("$defs", definitions.all());
        }
        return SchemaOrder.of(schema);
    }
}
