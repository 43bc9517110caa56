package io.gatehouse.app.command;

/** What the process ends with. */
final class ExitCode {

    /** Success. */
    static final int FINE = 0;
    /** The configuration has problems, or the gateway could not start. */
    static final int FAILED = 1;
    /** A usage error: an unknown command or option, or one that is missing. */
    static final int USAGE_ERROR = 2;

    private ExitCode() {}
}
