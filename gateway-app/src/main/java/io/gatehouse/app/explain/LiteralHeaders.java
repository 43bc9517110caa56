package io.gatehouse.app.explain;

import io.gatehouse.domain.request.RequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Header lines that somebody has written down. Prints only their names: a value may be a credential. */
final class LiteralHeaders implements RequestHeaders {

    private static final int MOST = 200;
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int count;

    /** Adds {@code Name: value}. */
    void addLine(String line) throws UnusableRequest {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new UnusableRequest("header " + (count + 1) + " has no colon (expected 'Name: value')");
        }
        add(line.substring(0, colon), line.substring(colon + 1));
    }

    void add(String name, String value) throws UnusableRequest {
        count++;
        if (count > MOST) {
            throw new UnusableRequest("more than " + MOST + " headers");
        }
        if (!isToken(name)) {
            throw new UnusableRequest("the name of header " + count + " is not a header name");
        }
        if (hasControls(value)) {
            throw new UnusableRequest("the header " + name + " holds a control character");
        }
        lines.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value.strip());
    }

    @Override
    public @Nullable String first(String name) {
        List<String> found = lines.get(name);
        return found == null ? null : found.get(0);
    }

    @Override
    public List<String> all(String name) {
        return List.copyOf(lines.getOrDefault(name, List.of()));
    }

    @Override
    public String toString() {
        return lines.keySet().toString();
    }

    /** Whether a text may be a method or the name of a header (RFC 9110, section 5.6.2). */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(LiteralHeaders::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** Whether a text holds what may not stand in the value of a header. */
    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }
}
