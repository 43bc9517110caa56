package io.gatehouse.app.console;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command has of the world around it.
 *
 * @param out where results go
 * @param err where problems go
 * @param environment the environment variables
 * @param colours whether results may be coloured
 */
public record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, Colours colours) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** Prints a line to {@link #out} and sees to it that it is seen now. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints what went wrong to {@link #err}, after the program's name. */
    public void complain(String message) {
        err.println("gatehouse: " + message);
        err.flush();
    }
}
