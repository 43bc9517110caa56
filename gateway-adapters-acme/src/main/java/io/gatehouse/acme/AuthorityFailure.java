package io.gatehouse.acme;

import java.io.IOException;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/** What a failure of the authority is, for people. What the authority writes itself is cut, and has no control characters. */
final class AuthorityFailure {

    private static final int LONGEST = 400;

    private AuthorityFailure() {}

    /** What is behind a failure: acme4j wraps what befalls it while it looks something up. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof AcmeLazyLoadingException && cause != null ? cause : failure;
    }

    /** Whether the authority could not be asked at all, or only somebody who answers for it. */
    static boolean isUnreachable(Throwable failure) {
        return failure instanceof AcmeNetworkException
                || String.valueOf(failure.getMessage()).startsWith("HTTP 5");
    }

    static String of(Throwable failure) {
        if (failure instanceof AcmeNetworkException network) {
            return "the authority cannot be reached, " + deepest(network);
        }
        boolean ofAcme = failure instanceof AcmeException || failure instanceof AcmeProtocolException;
        if (ofAcme && failure.getMessage() != null) {
            return clean(failure.getMessage());
        }
        return clean(
                (failure instanceof IOException ? "" : "what the authority says is not understood, ") + named(failure));
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < 8 && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        return clean(named(cause));
    }

    private static String named(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return message == null ? type : type + ": " + message;
    }

    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
