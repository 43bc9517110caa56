package io.gatehouse.domain.service;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is changed in the headers of a request on its way to an upstream: what the client sent by the names that are set or removed does
 * not pass, then lines are set and added.
 *
 * @param set lines in the place of the client's
 * @param add lines beside the client's
 * @param remove names of headers that do not pass
 * @param dropped the names of those that are set or removed, as {@link #isDropped} compares them
 */
public record RequestHeaderEdits(
        List<HeaderTemplate> set, List<HeaderTemplate> add, List<String> remove, List<String> dropped) {

    /** Nothing is changed. */
    public static final RequestHeaderEdits NONE = new RequestHeaderEdits(List.of(), List.of(), List.of());

    public RequestHeaderEdits {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
        dropped = List.copyOf(dropped);
    }

    public RequestHeaderEdits(List<HeaderTemplate> set, List<HeaderTemplate> add, List<String> remove) {
        this(
                set,
                add,
                remove,
                Stream.concat(set.stream().map(HeaderTemplate::name), remove.stream())
                        .map(RequestHeaderEdits::canonical)
                        .distinct()
                        .toList());
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return dropped.isEmpty() && add.isEmpty();
    }

    /** Whether what a client sends by this name does not pass; names that upstreams may take for the same, {@code X_Env} and {@code X-Env}, are. */
    public boolean isDropped(String name) {
        for (int i = 0; i < dropped.size(); i++) {
            if (isSame(dropped.get(i), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(String canonical, String name) {
        if (canonical.length() != name.length()) {
            return false;
        }
        for (int i = 0; i < canonical.length(); i++) {
            if (canonical.charAt(i) != canonical(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A name as upstreams may read it that know nothing but letters and digits: in lower case, hyphens for all other characters. */
    public static String canonical(String name) {
        var canonical = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < canonical.length(); i++) {
            canonical.setCharAt(i, canonical(canonical.charAt(i)));
        }
        return canonical.toString();
    }

    private static char canonical(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + 'a' - 'A');
        }
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    }

    /**
     * A header line.
     *
     * @param name the header
     * @param value what it says, piece by piece
     */
    public record HeaderTemplate(String name, List<Piece> value) {
        public HeaderTemplate {
            value = List.copyOf(value);
        }
    }

    /**
     * A piece of a value: a text, or what a placeholder stands for. One of both is null.
     *
     * @param text visible ASCII, blanks and tabs
     * @param placeholder what is said of the request
     */
    public record Piece(@Nullable String text, @Nullable RequestPlaceholder placeholder) {}
}
