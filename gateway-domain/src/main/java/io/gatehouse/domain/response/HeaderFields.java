package io.gatehouse.domain.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields of a message, for rules that read some of them. */
@FunctionalInterface
public interface HeaderFields {

    /** The values of the field lines with this name, whatever its case, in order; empty if there are none. */
    List<String> all(String name);

    /** The first value; null if there is none. */
    default @Nullable String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    default boolean has(String name) {
        return !all(name).isEmpty();
    }

    /**
     * The elements of all lists with this name, without blanks around them, empty ones left out. Commas within quotes are no ends
     * (RFC 9110, 5.6.1 and 5.6.4).
     */
    default List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (String line : all(name)) {
            boolean quoted = false;
            int begin = 0;
            for (int i = 0; i <= line.length(); i++) {
                char c = i == line.length() ? ',' : line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == '\\' && quoted) {
                    i++;
                } else if (c == ',' && (!quoted || i == line.length())) {
                    add(elements, line.substring(begin, Math.min(i, line.length())));
                    begin = i + 1;
                }
            }
            if (begin < line.length()) {
                add(elements, line.substring(begin));
            }
        }
        return elements;
    }

    private static void add(List<String> elements, String text) {
        String element = text.trim();
        if (!element.isEmpty()) {
            elements.add(element);
        }
    }

    /** Whether the lists with this name have an element that is this token, whatever its case and parameters. */
    default boolean lists(String name, String token) {
        for (String element : elements(name)) {
            int end = element.indexOf(';');
            String bare = end < 0 ? element : element.substring(0, end).trim();
            if (bare.toLowerCase(Locale.ROOT).equals(token)) {
                return true;
            }
        }
        return false;
    }
}
