package io.gatehouse.configuration;

import java.util.List;

/**
 * A piece of a configuration as it was written: nothing is converted, merged or dropped, and every piece knows its
 * place. Whatever a source reads (YAML, JSON, a database) arrives in this form. Immutable.
 */
public sealed interface Node {

    /** Where this piece begins. */
    Origin origin();

    /** Named values in their written order. The same key may stand there twice: the binder reports it. */
    record Mapping(Origin origin, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /** One named value; {@code origin} is the place of the key. */
    record Entry(String key, Origin origin, Node value) {}

    /** Values in their written order. */
    record Sequence(Origin origin, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * A single value in its written form, so that {@code 1.10}, {@code off} and {@code "1"} are still distinct.
     *
     * @param hidden true where the text came from outside of the document (a variable or a secret file) and must not
     *     be repeated in any message
     */
    record Scalar(Origin origin, String text, Kind kind, boolean hidden) implements Node {
        public Scalar(Origin origin, String text, Kind kind) {
            this(origin, text, kind, false);
        }

        /** True for a written null; an empty text is not null. */
        public boolean isNull() {
            return kind == Kind.NULL;
        }

        @Override
        public String toString() {
            return "Scalar[" + origin + (hidden ? " ***" : " " + text) + "]";
        }
    }

    /** What the notation says about a scalar. Quoted scalars are always text. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }
}
