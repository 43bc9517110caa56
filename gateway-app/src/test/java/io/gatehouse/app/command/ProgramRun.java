package io.gatehouse.app.command;

import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One call of the program, in this process and without colours.
 *
 * @param code what it ended with
 * @param out what it printed as its result
 * @param err what it complained about
 */
public record ProgramRun(int code, String out, String err) {

    /** Calls it with these arguments. */
    public static ProgramRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), Colours.off());
        int code = CommandLines.execute(arguments, terminal);
        return new ProgramRun(code, out.toString(), err.toString());
    }
}
