package io.gatehouse.domain.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin port, read whole.
 *
 * @param method the method, such as {@code GET}; never {@code HEAD}
 * @param path the path of the route
 * @param query the first value of each query parameter
 * @param accept the {@code Accept} header; null if there is none
 * @param client the address of whoever asks
 * @param body the body; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // read once by one route, never compared
public record AdminRequest(
        String method,
        String path,
        Map<String, String> query,
        @Nullable String accept,
        String client,
        byte[] body) {

    public AdminRequest {
        query = Map.copyOf(query);
    }
}
