package io.gatehouse.domain.admin;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A response of the admin port.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType what the body is
 * @param body the body; held until the client has taken it
 * @param headers what else the head says, each name once; {@code Cache-Control} in place of {@code no-store}
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request and handed on, never compared
public record AdminResponse(int status, String contentType, byte[] body, Map<String, String> headers) {

    /** Where a response ends is for the server to say. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    public AdminResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a status to answer with: " + status);
        }
        headers = Map.copyOf(headers);
        if (!isVisible(contentType) || !headers.values().stream().allMatch(AdminResponse::isVisible)) {
            throw new IllegalArgumentException("a content type, or the value of a header, is visible ASCII");
        }
        if (!headers.keySet().stream().allMatch(AdminResponse::isName)) {
            throw new IllegalArgumentException("not a header that a response may have: " + headers.keySet());
        }
    }

    /** One with the usual headers alone. */
    public AdminResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    private static boolean isVisible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static boolean isName(String text) {
        return !FRAMING.contains(text.toLowerCase(Locale.ROOT))
                && !text.isEmpty()
                && text.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
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
