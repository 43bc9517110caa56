package io.gatehouse.domain.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin port, read whole.
 *
 * @param method the method, such as {@code GET}; never {@code HEAD}
 * @param path the path of the route, as {@link AdminRoute#path} says it
 * @param query the first value of each query parameter
 * @param accept the {@code Accept} header; null if there is none
 * @param client the address of whoever asks
 * @param body the body; empty if there is none
 * @param variables what stands in the path in the place of its variables, decoded, by their names
 */
@SuppressWarnings("ArrayRecordComponent") // read once by one route, never compared
public record AdminRequest(
        String method,
        String path,
        Map<String, String> query,
        @Nullable String accept,
        String client,
        byte[] body,
        Map<String, String> variables) {

    public AdminRequest {
        query = Map.copyOf(query);
        variables = Map.copyOf(variables);
    }

    /** A request for a path without variables. */
    public AdminRequest(
            String method,
            String path,
            Map<String, String> query,
            @Nullable String accept,
            String client,
            byte[] body) {
        this(method, path, query, accept, client, body, Map.of());
    }
}
