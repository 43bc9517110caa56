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
        if (!HttpText.isToken(name)) {
            throw new UnusableRequest("the name of header " + count + " is not a header name");
        }
        if (HttpText.hasControls(value)) {
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
}
