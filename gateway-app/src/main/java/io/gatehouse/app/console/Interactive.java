package io.gatehouse.app.console;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person sits at the other end. */
public final class Interactive {

    private Interactive() {}

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
