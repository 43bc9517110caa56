package io.gatehouse.app.command;

/** What the process ends with. */
final class ExitCode {

    /** All is well. */
    static final int FINE = 0;
    /** The configuration has problems, or the gateway could not start. */
    static final int FAILED = 1;
    /** The call itself makes no sense: an unknown command or option, or one that is missing. */
    static final int UNUSABLE_CALL = 2;

    private ExitCode() {}
}
