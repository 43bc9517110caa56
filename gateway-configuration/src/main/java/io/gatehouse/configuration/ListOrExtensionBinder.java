package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list, or a mapping that is known by one of its keys. */
record ListOrExtensionBinder(ListBinder list, String section) implements TypeBinder {

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
            return extension(mapping, place);
        }
        if (node instanceof Node.Sequence) {
            Object items = list.read(node, place);
            return items == null ? null : new ListOrExtension.Items<>((List<?>) items);
        }
        place.refuseKind(node, expected(place.extensions().names(section)));
        return null;
    }

    private @Nullable Object extension(Node.Mapping mapping, ConfigPath place) {
        List<String> names = place.extensions().names(section);
        Node.Entry named = null;
        for (Node.Entry entry : mapping.entries()) {
            if (named != null && names.contains(entry.key()) && !entry.key().equals(named.key())) {
                place.key(entry.key(), entry.origin())
                        .refuse(entry.origin(), "a second name", "only one of " + named.key() + ", " + entry.key());
                return null;
            }
            named = named == null && names.contains(entry.key()) ? entry : named;
        }
        if (named == null) {
            Node.Entry first = mapping.entries().get(0);
            place.key(first.key(), first.origin())
                    .refuse(first.origin(), "unknown key", expected(names) + Suggestion.hint(first.key(), names));
            return null;
        }
        Class<? extends Record> type = place.extensions().type(section, named.key());
        Record settings = type == null ? null : Binder.read(mapping, type, place);
        return settings == null ? null : new ListOrExtension.Extension<>(named.key(), settings, mapping.origin());
    }

    private String expected(List<String> names) {
        String mapping = names.isEmpty()
                ? ", or a mapping with a name below \"" + section
                        + "\" in the configuration of the process, which has none"
                : ", or a mapping with one of: " + String.join(", ", names);
        return list.expected() + mapping;
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        List<Map<String, Object>> forms = new ArrayList<>();
        forms.add(list.schema(definitions));
        ExtensionTypes types = definitions.extensions();
        for (String name : types.names(section)) {
            Class<? extends Record> type = types.type(section, name);
            if (type != null) {
                forms.add(TypeBinders.record(type).schema(definitions));
            }
        }
        if (forms.size() == 1) {
            Map<String, Object> any = new LinkedHashMap<>();
            any.put("title", "mapping with the name of a plug-in");
            any.put("type", "object");
            any.put("minProperties", 1);
            forms.add(any);
        }
        return Map.of("anyOf", forms);
    }

    @Override
    public String expected() {
        return list.expected() + ", or a mapping with the name of an adapter";
    }
}
