package io.gatehouse.app.lifecycle;

import io.gatehouse.configuration.Problems;
import java.util.List;

/**
 * Why a gateway did not start: a configuration with problems, a port that is taken, a registry that cannot be read.
 *
 * <p>The message is for operators: one line, or a heading and the numbered list of all problems. Unchecked, since a test
 * that embeds a gateway has nothing to do about it.
 */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure in one line. */
    public StartFailure(String message) {
        super(message);
    }

    /** A failure in one line, and what brought it about. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A configuration with problems. */
    public static StartFailure of(Problems problems) {
        int total = problems.total();
        return new StartFailure("the configuration has " + (total == 1 ? "a problem" : total + " problems") + ":\n"
                + problems.toString().stripTrailing());
    }

    /** A configuration that is written as it should be, and names what cannot be used. */
    public static StartFailure refused(List<String> parts) {
        var message = new StringBuilder("the gateway cannot start with this configuration:");
        for (int i = 0; i < parts.size(); i++) {
            message.append('\n').append(i + 1).append(". ").append(parts.get(i));
        }
        return new StartFailure(message.toString());
    }
}
