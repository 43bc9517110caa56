package io.gatehouse.app.keys;

import io.gatehouse.app.console.Interactive;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks for the key without echo at a terminal, else reads it from a stream. */
public final class StandardInput implements KeySource {

    private static final int LONGEST = 8 * 1024;

    private final InputStream stream;

    /** Reads from this stream where nobody sits at a terminal; usually that of the process. */
    public StandardInput(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public String read() throws IOException {
        @Nullable Console console = Interactive.console();
        if (console == null) {
            return new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
        char[] typed = console.readPassword("Key (not shown): ");
        return typed == null ? "" : new String(typed);
    }
}
