package io.gatehouse.configuration;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes what stands in a document, for messages. */
final class ValueDescriber {

    private static final int LONGEST_TEXT = 80;
    private static final int MOST_KEYS = 12;
    private static final Pattern USER_OF_A_URL = Pattern.compile("://[^/@\\s]{1,1000}@");

    private ValueDescriber() {}

    /** The value itself where it is a single one that may be repeated, else its kind. */
    static String shown(Node node) {
        if (!(node instanceof Node.Scalar scalar)
                || scalar.isNull()
                || scalar.text().isEmpty()) {
            return kind(node);
        }
        return scalar.hidden() ? "***" : text(scalar);
    }

    /** What kind of value it is, without its text. */
    static String kind(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return switch (scalar.kind()) {
                case NULL -> "null";
                case NUMBER -> "a number";
                case BOOLEAN -> scalar.text();
                case TEXT -> scalar.text().isEmpty() ? "an empty value" : "a text";
            };
        }
        return node instanceof Node.Sequence sequence ? list(sequence) : "a mapping";
    }

    /** The keys of a mapping, without values. */
    static String keys(Node.Mapping mapping) {
        String keys =
                mapping.entries().stream().limit(MOST_KEYS).map(Node.Entry::key).collect(Collectors.joining(", "));
        return "{" + keys + (mapping.entries().size() > MOST_KEYS ? ", ..." : "") + "}";
    }

    private static String list(Node.Sequence sequence) {
        return sequence.items().isEmpty() ? "an empty list" : "a list";
    }

    private static String text(Node.Scalar scalar) {
        String text = USER_OF_A_URL.matcher(scalar.text()).replaceAll("://***@");
        String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return scalar.kind() == Node.Kind.TEXT ? '"' + shown + '"' : shown;
    }
}
