package io.gatehouse.app.explain;

/** Thrown for a description of a request that nobody could send; the message never repeats what might be a credential. */
public final class UnusableRequest extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableRequest(String message) {
        super(message);
    }
}
