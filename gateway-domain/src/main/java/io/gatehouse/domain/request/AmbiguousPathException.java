package io.gatehouse.domain.request;

/** A path that can be read in more than one way. */
public final class AmbiguousPathException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    AmbiguousPathException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Why the path is ambiguous, in words that the client may read. */
    public String reason() {
        return reason;
    }
}
