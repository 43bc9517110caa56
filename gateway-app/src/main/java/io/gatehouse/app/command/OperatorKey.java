package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.compiler.document.KeyHash;
import io.gatehouse.configuration.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys that nobody can guess, and reads those that an operator has: from a terminal or a stream, never from the command line,
 * which other users of a machine can read.
 */
final class OperatorKey {

    /** In bytes: 256 bits, as many as the hash has. */
    static final int USUAL_LENGTH = 32;

    /** In bytes: 128 bits cannot be tried out. */
    static final int SHORTEST = 16;

    /** In bytes; more says nothing more, and has to fit into a header. */
    static final int LONGEST = 256;

    /** In characters; a longer one would not fit into the head of a request beside anything else. */
    private static final int LONGEST_GIVEN = 4096;

    private static final int LARGEST_INPUT = 8 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OperatorKey() {}

    /** A key of that many random bytes, in base64url without padding: fit for a header, a query and a file. */
    static Secret random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Secret.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Asks for a key without echo at a terminal, else reads it from the stream. Blocks until it is there. Null if nobody could present
     * it: empty, too long, white space in it, or more than one line.
     */
    static @Nullable Secret read(InputStream stream) throws IOException {
        @Nullable Console console = Terminal.console();
        if (console == null) {
            return key(new String(stream.readNBytes(LARGEST_INPUT), StandardCharsets.UTF_8));
        }
        char[] typed = console.readPassword("Key (not shown): ");
        return typed == null ? null : key(new String(typed));
    }

    private static @Nullable Secret key(String given) {
        String text = given.endsWith("\n") ? given.substring(0, given.length() - 1) : given;
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        boolean fit = !text.isEmpty()
                && text.length() <= LONGEST_GIVEN
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fit ? Secret.parse(text) : null;
    }

    /** What a registry knows a key by: {@code sha256:...}. */
    static String hash(Secret key) {
        return "sha256:" + KeyHash.of(key).hex();
    }
}
