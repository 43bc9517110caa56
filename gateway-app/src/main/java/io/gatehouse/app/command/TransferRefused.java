package io.gatehouse.app.command;

import io.gatehouse.configuration.Problems;

/** Thrown where nothing was moved; the message is one line for the operator, and there may be a list of problems. */
final class TransferRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    TransferRefused(String message) {
        this(message, new Problems());
    }

    TransferRefused(String message, Problems problems) {
        super(message);
        this.problems = problems;
    }

    /** Everything that is wrong; empty if the message says it all. */
    public Problems problems() {
        return problems;
    }
}
