package io.gatehouse.domain.identity;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store of users says of a user.
 *
 * @param packages the names of packages by product: where the product of an application is among them, they grant what its callers may do
 *     in the place of the application's own rules and of its package
 * @param fields all that is known of the user, for upstreams: texts, numbers, booleans, lists and maps of such
 * @param token the same of what the token says
 * @param roamsFrom the id of the tenant whose token it is, where it was issued in another environment; null otherwise
 */
public record UserRecord(
        Map<String, List<String>> packages,
        Map<String, Object> fields,
        Map<String, Object> token,
        @Nullable String roamsFrom) {

    private static final int ENTRY_BYTES = 96;
    private static final int VALUE_BYTES = 48;

    public UserRecord {
        packages = Map.copyOf(packages);
    }

    /** What it takes of the heap, roughly, in bytes. */
    public int weight() {
        return weight(packages) + weight(fields) + weight(token);
    }

    private static int weight(Object value) {
        int bytes = VALUE_BYTES;
        if (value instanceof String text) {
            bytes += 2 * text.length();
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                bytes += item == null ? 0 : weight(item);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += ENTRY_BYTES
                        + 2 * String.valueOf(entry.getKey()).length()
                        + (entry.getValue() == null ? 0 : weight(entry.getValue()));
            }
        }
        return bytes;
    }
}
