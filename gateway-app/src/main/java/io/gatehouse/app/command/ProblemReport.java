package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.configuration.Problems;

/** The numbered list of everything that is wrong with a configuration, on stderr. */
final class ProblemReport {

    private ProblemReport() {}

    /** The same of a configuration with its registry; a store that cannot be reached is a line of its own. */
    static void print(LoadedConfiguration reading, Terminal terminal) {
        reading.unavailable().ifPresentOrElse(terminal::complain, () -> print(reading.problems(), terminal));
    }

    static void print(Problems problems, Terminal terminal) {
        terminal.err().print(problems);
        terminal.err().flush();
    }
}
