package io.gatehouse.domain.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single value that is read from its text. */
record LeafShape(String expected, Map<String, Object> description, Parser parser, boolean placeless, boolean secret)
        implements Shape {

    /** Turns a text that is not empty into a value, or throws {@link MalformedValue}. */
    @FunctionalInterface
    interface Parser {
        Object parse(Node.Scalar scalar);
    }

    @Override
    public @Nullable Object read(Node node, Place place) {
        Place here = secret ? place.hidden() : place;
        if (!(node instanceof Node.Scalar scalar)
                || scalar.isNull()
                || scalar.text().isEmpty()) {
            here.refuseKind(node, expected);
            return null;
        }
        try {
            return parser.parse(scalar);
        } catch (MalformedValue e) {
            here.refuse(scalar, e.expected());
            return null;
        }
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return description;
    }
}
