package io.gatehouse.configuration;

import java.util.List;

/**
 * A list, or in its place a mapping that one of its keys names: the record is that of the name, which {@link ExtensionTypes} know
 * in the section of the component's {@link ExtensionName}.
 */
public sealed interface ListOrExtension<T> {

    /** The items that are written; none if they are not. */
    List<T> items();

    /** A list. */
    record Items<T>(List<T> items) implements ListOrExtension<T> {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * A mapping.
     *
     * @param name the one of its keys that says which record it is
     * @param settings the record
     * @param origin the place of the mapping
     */
    record Extension<T>(String name, Record settings, Origin origin) implements ListOrExtension<T> {
        @Override
        public List<T> items() {
            return List.of();
        }

        /** What it says, for people, such as <code>{dns: orders.internal, port: 9000}</code>; without secrets. */
        public String text() {
            return Binder.text(settings);
        }
    }
}
