package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.domain.document.Problems;

/** The numbered list of everything that is wrong with a configuration, on stderr. */
final class ProblemReport {

    private ProblemReport() {}

    static void print(Problems problems, Terminal terminal) {
        terminal.err().print(problems);
        terminal.err().flush();
    }
}
