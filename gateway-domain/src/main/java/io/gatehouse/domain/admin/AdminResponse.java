package io.gatehouse.domain.admin;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response of the admin port.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType what the body is
 * @param body the body; held until the client has taken it
 * @param headers more header fields, by their names; {@code Cache-Control} stands in the place of the {@code no-store} that responses have
 * @param stream what follows the body; null if it ends there
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request and handed on, never compared
public record AdminResponse(
        int status,
        String contentType,
        byte[] body,
        Map<String, String> headers,
        @Nullable AdminStream stream) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
    /** Where a response ends is for the server to say. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    public AdminResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a status to answer with: " + status);
        }
        if (!isValue(contentType)) {
            throw new IllegalArgumentException("a content type is visible ASCII");
        }
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || FRAMING.contains(name.toLowerCase(Locale.ROOT)) || !isValue(value)) {
                throw new IllegalArgumentException("not a header field to answer with: " + name);
            }
        });
    }

    /** A response without more header fields. */
    public AdminResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of(), null);
    }

    /** A response with more header fields. */
    public AdminResponse(int status, String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }

    /** A response that goes on. */
    public static AdminResponse stream(String contentType, AdminStream stream) {
        return new AdminResponse(200, contentType, new byte[0], Map.of(), stream);
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
