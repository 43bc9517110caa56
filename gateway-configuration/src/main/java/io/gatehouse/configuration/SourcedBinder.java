package io.gatehouse.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that keeps its place. */
record SourcedBinder(TypeBinder value) implements TypeBinder {

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        Object read = value.read(node, place);
        return read == null ? null : new Sourced<>(read, node.origin());
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return value.schema(definitions);
    }

    @Override
    public String expected() {
        return value.expected();
    }
}
