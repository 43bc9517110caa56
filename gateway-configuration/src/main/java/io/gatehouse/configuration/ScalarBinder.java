package io.gatehouse.configuration;

import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single value that is read from its text. */
record ScalarBinder(
        String expected,
        Map<String, Object> description,
        Parser parser,
        @Nullable MethodHandle caution,
        boolean placeless,
        boolean secret)
        implements TypeBinder {

    /** Turns a text that is not empty into a value, or throws {@link MalformedValue}. */
    @FunctionalInterface
    interface Parser {
        Object parse(Node.Scalar scalar);
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        ConfigPath here = secret ? place.hidden() : place;
        if (!(node instanceof Node.Scalar scalar)
                || scalar.isNull()
                || scalar.text().isEmpty()) {
            here.refuseKind(node, expected);
            return null;
        }
        try {
            Object value = parser.parse(scalar);
            if (caution != null && Reflection.call(caution, scalar.text()) instanceof String outcome) {
                here.warn(scalar, outcome);
            }
            return value;
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
