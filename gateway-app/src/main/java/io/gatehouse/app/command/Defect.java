package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A failure that nobody foresaw: told in one line; whoever looks for its cause asks the log for more. */
final class Defect {

    private static final Logger LOG = LoggerFactory.getLogger(Defect.class);

    private Defect() {}

    static void tell(Throwable failure, Terminal terminal) {
        String message = String.valueOf(failure).lines().findFirst().orElse("");
        terminal.complain("a defect of the program: " + message + " (GATEHOUSE_LOG=debug tells where)");
        LOG.debug("The defect", failure);
    }
}
