package io.gatehouse.configuration;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type with a reader of its own. */
record SelfReadingBinder(String expected, MethodHandle reader, Map<String, Object> description) implements TypeBinder {

    static TypeBinder of(Class<?> type, SelfReading reading) {
        try {
            Method schema = type.getDeclaredMethod("schema");
            schema.setAccessible(true);
            @SuppressWarnings("unchecked")
            Map<String, Object> description = (Map<String, Object>) schema.invoke(null);
            MethodHandle reader = Reflection.method(type, "read", Node.class, ConfigPath.class);
            return new SelfReadingBinder(reading.expected(), reader, description);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " has no read(Node, Place) or schema()", e);
        }
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        return Reflection.call(reader, node, place);
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return description;
    }
}
