package io.gatehouse.http.exchange;

import io.gatehouse.domain.rejection.Refusal;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls by gRPC, and how they are told that they are refused: by a status of its own, within a response whose status is 200. */
public final class GrpcCall {

    /** By which a client says for how long it waits. */
    public static final String TIMEOUT = "grpc-timeout";

    static final String TYPE = "application/grpc";
    static final HttpString STATUS = new HttpString("grpc-status");
    static final HttpString MESSAGE = new HttpString("grpc-message");

    private static final int UNKNOWN = 2;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private GrpcCall() {}

    /** Whether a request with this content type is one: {@code application/grpc}, with or without the format of its messages. */
    public static boolean is(@Nullable String contentType) {
        if (contentType == null || !contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
            return false;
        }
        return contentType.length() == TYPE.length() || "+; ".indexOf(contentType.charAt(TYPE.length())) >= 0;
    }

    /** The status that says what this one of HTTP says, as clients take it where they see only that; limits are told apart. */
    static int status(Refusal refusal) {
        return switch (refusal.status()) {
            case 400, 431 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404, 405 -> UNIMPLEMENTED;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 500 -> INTERNAL;
            case 502, 503 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** What is wrong, for a header: visible ASCII but the percent sign stays, all else is percent-encoded. */
    static String message(Refusal refusal) {
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
