package io.gatehouse.domain.admin;

import java.nio.charset.StandardCharsets;

/**
 * A response of the admin port.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType what the body is
 * @param body the body; held until the client has taken it
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request and handed on, never compared
public record AdminResponse(int status, String contentType, byte[] body) {

    public AdminResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a status to answer with: " + status);
        }
        if (contentType.isEmpty() || contentType.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a content type is visible ASCII");
        }
    }

    /** A text for people. */
    public static AdminResponse text(int status, String text) {
        return new AdminResponse(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that is JSON already. */
    public static AdminResponse json(int status, String json) {
        return new AdminResponse(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
