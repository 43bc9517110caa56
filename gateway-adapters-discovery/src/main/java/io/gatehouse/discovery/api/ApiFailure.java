package io.gatehouse.discovery.api;

import com.fasterxml.jackson.core.JacksonException;
import io.gatehouse.configuration.Printable;
import io.gatehouse.domain.address.ConnectFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** A response that is of no use; its message is for operators. */
public final class ApiFailure extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 160;

    private final int status;

    private ApiFailure(String message, int status) {
        super(message);
        this.status = status;
    }

    /** What was sent cannot be used. */
    public ApiFailure(String message) {
        this(message, 0);
    }

    /** An error of the source, in its own words. */
    public static ApiFailure of(int status, byte[] body) {
        String words = Printable.text(new String(body, StandardCharsets.UTF_8).strip(), LONGEST);
        return new ApiFailure("status " + status + (words.isEmpty() ? "" : ": " + words), status);
    }

    /** The status of the response if that is what is wrong; else 0. */
    public static int status(Throwable failure) {
        return unwrapped(failure) instanceof ApiFailure known ? known.status : 0;
    }

    /** Whether the connection is to blame, and not what was sent over it. */
    public static boolean isConnection(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof IOException && !(cause instanceof ApiFailure) && !(cause instanceof JacksonException);
    }

    /** Why a call failed, in a few words. */
    public static String reason(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof ApiFailure) {
            return String.valueOf(cause.getMessage());
        }
        return cause instanceof JacksonException
                ? "the response is no JSON, or breaks off"
                : ConnectFailure.reason(cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
