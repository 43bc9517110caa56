package io.gatehouse.domain.request;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Request headers for tests, from literal lines. */
public record HeaderLines(Map<String, List<String>> lines) implements RequestHeaders {

    public HeaderLines {
        var insensitive = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        insensitive.putAll(lines);
        lines = insensitive;
    }

    /** No headers at all. */
    public static HeaderLines none() {
        return new HeaderLines(Map.of());
    }

    /** One header with these lines. */
    public static HeaderLines of(String name, String... values) {
        return new HeaderLines(Map.of(name, List.of(values)));
    }

    @Override
    public @Nullable String first(String name) {
        List<String> found = all(name);
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public List<String> all(String name) {
        return lines.getOrDefault(name, List.of());
    }
}
