package io.gatehouse.domain.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A response of the admin port.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType what the body is
 * @param body the body; held until the client has taken it
 * @param headers more header fields, by their names; {@code Cache-Control} stands in the place of the {@code no-store} that responses have
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request and handed on, never compared
public record AdminResponse(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

    public AdminResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a status to answer with: " + status);
        }
        if (!isValue(contentType)) {
            throw new IllegalArgumentException("a content type is visible ASCII");
        }
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !isValue(value)) {
                throw new IllegalArgumentException("not a header field to answer with: " + name);
            }
        });
    }

    /** A response without more header fields. */
    public AdminResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    private static boolean isValue(String text) {
        return !text.isEmpty() && text.chars().noneMatch(c -> c < ' ' || c > '~');
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
