package io.gatehouse.domain.address;

import io.gatehouse.configuration.Printable;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Puts into a few words why a server was not reached: {@code connection refused}, {@code unknown host}, {@code no answer}. Of the
 * exceptions that libraries wrap into each other the first that says so counts.
 */
public final class ConnectFailure {

    private static final int LONGEST = 160;
    private static final int DEEPEST = 20;

    private ConnectFailure() {}

    /** The reason; never an empty text, and nothing that a terminal would act upon. */
    public static String reason(Throwable failure) {
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            String words = words(next);
            if (words != null) {
                return words;
            }
            next = next.getCause();
        }
        return failure instanceof ConnectException
                ? "connection refused"
                : failure.getClass().getSimpleName().replaceAll("(?<=.)Exception$", "");
    }

    private static @Nullable String words(Throwable failure) {
        if (failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof NameNotFoundException) {
            return "unknown host";
        }
        if (failure instanceof NamingException) {
            return "name lookup failed";
        }
        if (failure instanceof HttpTimeoutException
                || failure instanceof InterruptedIOException
                || failure instanceof TimeoutException) {
            return "no response";
        }
        if (failure instanceof SSLException) {
            return "TLS: " + message(failure);
        }
        if (failure instanceof ProtocolException || saysInvalidHttp(failure)) {
            return "it does not speak HTTP";
        }
        if (failure instanceof EOFException || says(failure, "end of stream") || says(failure, "received no bytes")) {
            return "connection closed";
        }
        boolean speaks = failure instanceof java.net.SocketException && failure.getMessage() != null;
        return speaks ? message(failure).toLowerCase(Locale.ROOT) : null;
    }

    private static boolean saysInvalidHttp(Throwable failure) {
        return says(failure, "Invalid status line") || says(failure, "unexpected content length");
    }

    private static boolean says(Throwable failure, String part) {
        return failure.getMessage() != null && failure.getMessage().contains(part);
    }

    private static String message(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return Printable.text(message.lines().findFirst().orElse(""), LONGEST);
    }
}
