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
public record AdminResponse(int status, String contentType, byte[] body) {

    /** A value as JSON: a record, a map, a list. */
    public static AdminResponse json(int status, Object value) {
        return new AdminResponse(status, "application/json", AdminJson.bytes(value));
    }

    /** A text for people. */
    public static AdminResponse text(int status, String text) {
        return new AdminResponse(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error as RFC 9457 problem details. */
    public static AdminResponse problem(int status, String detail) {
        return new AdminResponse(
                status, "application/problem+json", AdminJson.bytes(ProblemResponse.of(status, detail)));
    }
}
