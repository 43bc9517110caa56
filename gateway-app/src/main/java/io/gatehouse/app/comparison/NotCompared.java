package io.gatehouse.app.comparison;

/** Thrown where two registries could not be compared; the message is one line for the operator. */
public final class NotCompared extends Exception {

    private static final long serialVersionUID = 1L;

    NotCompared(String message) {
        super(message);
    }
}
