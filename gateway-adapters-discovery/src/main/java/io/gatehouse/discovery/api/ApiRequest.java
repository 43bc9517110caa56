package io.gatehouse.discovery.api;

import java.time.Duration;
import java.util.Map;

/**
 * A GET of an API.
 *
 * @param path the path and query, encoded
 * @param headers what to send besides; may hold secrets, and is shown to nobody
 * @param mostBytes the largest body, or the longest line of an endless one, in bytes
 * @param deadline until the response is read whole, or its stream has to have ended
 */
public record ApiRequest(String path, Map<String, String> headers, int mostBytes, Duration deadline) {

    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "GET " + path;
    }
}
