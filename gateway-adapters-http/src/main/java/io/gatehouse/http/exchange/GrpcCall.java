package io.gatehouse.http.exchange;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls by gRPC, and how they are told that they are refused: by a status of its own, within a response whose status is 200. */
public final class GrpcCall {

    /** By which a client says for how long it waits. */
    public static final String TIMEOUT = "grpc-timeout";

    static final String TYPE = "application/grpc";
    private static final HttpString STATUS = new HttpString("grpc-status");
    private static final HttpString MESSAGE = new HttpString("grpc-message");

    /** What a call that is refused has come to, as gRPC numbers it. */
    public enum Status {
        UNKNOWN(2),
        DEADLINE_EXCEEDED(4),
        PERMISSION_DENIED(7),
        RESOURCE_EXHAUSTED(8),
        UNIMPLEMENTED(12),
        INTERNAL(13),
        UNAVAILABLE(14),
        UNAUTHENTICATED(16);

        private final String number;

        Status(int number) {
            this.number = Integer.toString(number);
        }
    }

    private GrpcCall() {}

    /** Whether a request with this content type is one: {@code application/grpc}, with or without the format of its messages. */
    public static boolean is(@Nullable String contentType) {
        if (contentType == null || !contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
            return false;
        }
        return contentType.length() == TYPE.length() || "+; ".indexOf(contentType.charAt(TYPE.length())) >= 0;
    }

    /** The status that says what this one of HTTP says, as clients take it where they see only that; limits are told apart. */
    static Status status(Refusal refusal) {
        return switch (refusal.status()) {
            case 400, 431, 500 -> Status.INTERNAL;
            case 401 -> Status.UNAUTHENTICATED;
            case 403 -> Status.PERMISSION_DENIED;
            case 404, 405 -> Status.UNIMPLEMENTED;
            case 408, 504 -> Status.DEADLINE_EXCEEDED;
            case 413, 429 -> Status.RESOURCE_EXHAUSTED;
            case 502, 503 -> Status.UNAVAILABLE;
            default -> Status.UNKNOWN;
        };
    }

    /** Makes the head of a response one that refuses so, with nothing behind it. */
    static void refuse(FieldLines response, Status status, Refusal refusal) {
        response.put(STATUS, status.number).put(MESSAGE, message(refusal));
    }

    /** What is wrong, for a header: visible ASCII but the percent sign stays, all else is percent-encoded. */
    private static String message(Refusal refusal) {
        String text = refusal.rejection().code() + ": " + refusal.rejection().safeMessage();
        var encoded = new StringBuilder();
        for (byte b :
                (refusal.detail() == null ? text : text + ", " + refusal.detail()).getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
