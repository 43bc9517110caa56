package io.gatehouse.http.admin;

import java.nio.charset.StandardCharsets;

/**
 * An answer of the admin server.
 *
 * @param status the HTTP status
 * @param contentType what the body is
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // made for one answer and handed on, never compared
public record AdminAnswer(int status, String contentType, byte[] body) {

    /** A value as JSON: a record, a map, a list. */
    public static AdminAnswer json(int status, Object value) {
        return new AdminAnswer(status, "application/json", AdminJson.bytes(value));
    }

    /** A text for people. */
    public static AdminAnswer text(int status, String text) {
        return new AdminAnswer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error as RFC 9457 problem details. */
    public static AdminAnswer problem(int status, String detail) {
        return new AdminAnswer(status, "application/problem+json", AdminJson.bytes(Problem.of(status, detail)));
    }
}
