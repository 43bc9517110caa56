package io.gatehouse.app.endtoend;

import io.gatehouse.domain.time.WatchedCount;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Keeps what a gateway writes to its access log, and wakes whoever waits for a line of it. */
final class WatchedLog extends OutputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WatchedCount writes = new WatchedCount();

    @Override
    public void write(int one) {
        written.write(one);
        writes.add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        written.write(bytes, offset, length);
        writes.add(1);
    }

    /** The lines that have been written to their end. */
    Stream<String> lines() {
        String text = written.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** The first line with this in it, once it is there. */
    String await(String part) {
        writes.await("a line with " + part, any -> lines().anyMatch(line -> line.contains(part)));
        return lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }
}
