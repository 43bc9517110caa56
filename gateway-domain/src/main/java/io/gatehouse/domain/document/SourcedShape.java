package io.gatehouse.domain.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that keeps its place. */
record SourcedShape(Shape value) implements Shape {

    @Override
    public @Nullable Object read(Node node, Place place) {
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
