package io.gatehouse.configuration;

/**
 * Thrown where a text is not a value of its type, or values do not fit together; says what would have been right. The
 * binder turns it into a {@link Problem}. Carries no stack trace and never the offending text.
 */
public final class MalformedValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** {@code expected} completes the sentence "expected ...". */
    public MalformedValue(String expected) {
        super(expected);
    }

    /** What should have been given. */
    public String expected() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
