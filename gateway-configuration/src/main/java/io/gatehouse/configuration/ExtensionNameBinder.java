package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the names that the {@link ExtensionTypes} of the place know. */
record ExtensionNameBinder(String section, List<String> own) implements TypeBinder {

    private List<String> names(ExtensionTypes extensions) {
        List<String> names = new ArrayList<>(own);
        names.addAll(extensions.names(section));
        return names;
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        List<String> names = names(place.extensions());
        String expected = "one of " + String.join(", ", names);
        if (!(node instanceof Node.Scalar scalar)
                || scalar.isNull()
                || scalar.text().isEmpty()) {
            place.refuseKind(node, expected);
            return null;
        }
        if (names.contains(scalar.text())) {
            return scalar.text();
        }
        place.refuse(scalar, expected + (scalar.hidden() ? "" : Suggestion.hint(scalar.text(), names)));
        return null;
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        List<String> names = names(definitions.extensions());
        return own.isEmpty() || names.size() > own.size() ? SchemaForms.choice(names) : SchemaForms.openChoice(names);
    }

    @Override
    public String expected() {
        return "the name of an adapter";
    }
}
