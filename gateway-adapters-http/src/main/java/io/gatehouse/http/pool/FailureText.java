package io.gatehouse.http.pool;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What went wrong on a connection to an upstream, in a few words for the access log. */
public final class FailureText {

    private FailureText() {}

    /** The words for a failure; they may quote what the upstream sent. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isEmpty()) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof SSLException) {
            return "TLS failed: " + message;
        }
        // The system's own words, "Connection refused", stand in the middle of a sentence.
        return failure instanceof IOException
                ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
                : failure.getClass().getSimpleName() + ": " + message;
    }
}
