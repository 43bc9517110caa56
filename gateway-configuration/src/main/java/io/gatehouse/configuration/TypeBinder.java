package io.gatehouse.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of one type are written: reads them, and describes them. Immutable, shared between threads. */
interface TypeBinder {

    /** The value, or null after every problem of it was reported to the place. Never throws for any tree. */
    @Nullable
    Object read(Node node, ConfigPath place);

    /** The JSON Schema of the written form. */
    Map<String, Object> schema(SchemaDefinitions definitions);

    /** Completes the sentence "expected ...". */
    String expected();

    /** True where equal texts give equal values wherever they stand, so that a default is read only once. */
    default boolean placeless() {
        return false;
    }
}
