package io.gatehouse.app.console;

import io.gatehouse.configuration.Problems;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** Prints the numbered list of problems to {@link #err}. */
    public void list(Problems problems) {
        err.print(problems);
        err.flush();
    }

    /** Prints what went wrong to {@link #err}, after the program's name. */
    public void complain(String message) {
        err.println("gatehouse: " + message);
        err.flush();
    }

    /** A number of things, in words. */
    public static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** The terminal that the program talks to; null if it talks to a file or another program. */
    public static @Nullable Console console() {
        @Nullable Console console = System.console();
        return isTerminal(console) ? console : null;
    }

    /** Since 22 the JDK has a console even where there is no terminal, and a method to ask. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
