package io.gatehouse.app;

import io.gatehouse.app.command.CommandLines;
import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.logging.ProgramLog;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;

/** The program: the only place that ends the process. */
public final class Main {

    private Main() {}

    /** Does what the arguments say and ends the process with the command's exit code. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        // Before the log takes System.err over: what a command has to say is not dropped.
        var err = new PrintWriter(System.err, true, Charset.defaultCharset());
        ProgramLog log = ProgramLog.start(environment);
        var terminal = new Terminal(
                new PrintWriter(System.out, false, Charset.defaultCharset()),
                err,
                environment,
                Colours.of(environment));
        int code = CommandLines.execute(arguments, terminal);
        terminal.out().flush();
        log.close();
        System.exit(code);
    }
}
