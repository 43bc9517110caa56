package io.gatehouse.http.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path with variables, such as {@code /logs/{id}}. Immutable. */
final class AdminPath {

    private final String[] segments;
    private final String shape;

    /** This path, which other paths are the same as that differ in the names of variables only. */
    AdminPath(String path, String shape) {
        this.segments = path.split("/", -1);
        this.shape = shape;
    }

    String shape() {
        return shape;
    }

    /** What stands in the place of the variables of a path as it was sent; null if it is another path. */
    @Nullable
    Map<String, String> match(String sent) {
        String[] parts = sent.split("/", -1);
        if (parts.length != segments.length) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String segment = segments[i];
            if (!segment.startsWith("{")) {
                if (!segment.equals(parts[i])) {
                    return null;
                }
            } else {
                String value = decoded(parts[i]);
                if (value == null || value.isEmpty()) {
                    return null;
                }
                variables.put(segment.substring(1, segment.length() - 1), value);
            }
        }
        return variables;
    }

    /** Percent-decoded UTF-8; null if it is none. */
    private static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment.indexOf(';') < 0 ? segment : null;
        }
        var bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(segment.charAt(i + 2), 16);
                if (low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c > '~' || c == ';') {
                return null;
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
