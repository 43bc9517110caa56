package io.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer as it came over the wire, its body unframed. */
@SuppressWarnings("ArrayRecordComponent") // Read only, in tests.
record Answer(String statusLine, List<String> headerLines, byte[] body) {

    int status() {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Nullable
    String header(String name) {
        List<String> all = headers(name);
        return all.isEmpty() ? null : all.get(0);
    }

    List<String> headers(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headerLines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .toList();
    }

    boolean closes() {
        return "close".equalsIgnoreCase(header("Connection"));
    }
}
