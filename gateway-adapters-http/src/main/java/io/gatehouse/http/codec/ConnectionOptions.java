package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Set;

/** The headers that a {@code Connection} header declares to be for this connection only. */
public final class ConnectionOptions {

    private ConnectionOptions() {}

    /** Their names. */
    public static Set<HttpString> by(FieldLines headers) {
        Set<HttpString> names = Set.of();
        if (!headers.contains(Headers.CONNECTION)) {
            return names;
        }
        for (int i = 0; i < headers.count(); i++) {
            if (headers.name(i).equals(Headers.CONNECTION)) {
                names = add(headers.value(i), names);
            }
        }
        return names;
    }

    /** The same of an upstream's response. */
    public static Set<HttpString> by(ResponseHead head) {
        Set<HttpString> names = Set.of();
        if (!head.mayHave(Headers.CONNECTION)) {
            return names;
        }
        for (int i = 0; i < head.count(); i++) {
            if (head.name(i).equals(Headers.CONNECTION)) {
                names = add(head.value(i), names);
            }
        }
        return names;
    }

    /** Whether the connection to the upstream closes behind this response. */
    public static boolean closes(ResponseHead head) {
        return by(head).contains(Headers.CLOSE);
    }

    /** Whether one of the tokens of the Connection header is this one. */
    public static boolean contains(FieldLines headers, HttpString token) {
        return by(headers).contains(token);
    }

    /** Whether one of the tokens of a line of that header is this one. */
    static boolean contains(String line, String token) {
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int end = comma < 0 ? line.length() : comma;
            if (line.substring(from, end).strip().equalsIgnoreCase(token)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static Set<HttpString> add(String line, Set<HttpString> to) {
        if (to.isEmpty() && (line.equalsIgnoreCase("keep-alive") || line.isEmpty())) {
            return to;
        }
        var names = new HashSet<>(to);
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int end = comma < 0 ? line.length() : comma;
            String token = line.substring(from, end).trim();
            if (!token.isEmpty()) {
                names.add(new HttpString(token));
            }
            from = end + 1;
        }
        return names;
    }
}
