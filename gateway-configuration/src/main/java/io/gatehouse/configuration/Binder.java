package io.gatehouse.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns trees into records, telling every problem and not only the first.
 *
 * <p>Keys are the dashed lower-case names of the components, or their {@link Key}. A component that is absent takes its
 * {@link Default}, else null where it is {@code @Nullable}, else it is missing. A written null is a problem except for a
 * {@link Setting} or {@link Disableable}; an empty text always is. Unknown keys are problems with a suggestion, keys that stand
 * twice are problems that name both places. A component of type {@link Origin} receives the place of the record. A
 * constructor may refuse what does not fit together with a {@link MalformedValue}.
 *
 * <p>Component types: String, boolean, int, long, Duration, Instant, URI, {@link FilePath}, enums, {@link ScalarType} and
 * {@link SelfReading} types, other records; lists, sets and maps of these; {@link Setting} and {@link Sourced}. Recursion
 * follows the types, never the document, so a deep tree is no danger. Safe for use by several threads.
 */
public final class Binder {

    private Binder() {}

    /** The keys that a record type has at its top, in their order. */
    public static List<String> keys(Class<? extends Record> type) {
        return TypeBinders.record(type).keys();
    }

    /** What a record of any such type says, such as <code>{path: /up, interval: PT5S}</code>, without what is absent; hides secrets. */
    public static String text(Record bound) {
        return TypeBinders.record(bound.getClass()).text(bound);
    }

    /** The record, or null if there was any problem; never throws, whatever the tree. */
    public static <T extends Record> @Nullable T bind(Node node, Class<T> type, Problems problems) {
        return bind(node, type, ExtensionTypes.NONE, problems);
    }

    /** The same where the tree may hold these records besides. */
    public static <T extends Record> @Nullable T bind(
            Node node, Class<T> type, ExtensionTypes extensions, Problems problems) {
        return read(node, type, ConfigPath.root(node.origin(), problems, extensions));
    }

    /** The same for a tree that lies somewhere in a document. */
    public static <T extends Record> @Nullable T read(Node node, Class<T> type, ConfigPath place) {
        return type.cast(TypeBinders.record(type).read(node, place));
    }
}
