package io.gatehouse.http.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The fields of a line in the order they are written; {@code docs/observability.md} says what each means. */
enum Field {
    TIME,
    REQUEST_ID,
    CLIENT,
    METHOD,
    PATH,
    PROTOCOL,
    ROUTE,
    SERVICE,
    VERSION,
    STATUS,
    BYTES_IN,
    BYTES_OUT,
    DURATION_MS,
    UPSTREAM,
    TTFB_MS,
    ATTEMPTS,
    CODE,
    FAULT,
    UPSTREAM_FAILURE,
    TRACEPARENT;

    /** The name as written, such as {@code request_id}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it begins the line. */
    boolean isFirst() {
        return this == TIME;
    }

    /** What stands before the value of each field, made once. */
    static Map<Field, byte[]> prefixes(Function<Field, String> text) {
        var prefixes = new EnumMap<Field, byte[]>(Field.class);
        for (Field field : values()) {
            prefixes.put(field, text.apply(field).getBytes(StandardCharsets.US_ASCII));
        }
        return prefixes;
    }
}
