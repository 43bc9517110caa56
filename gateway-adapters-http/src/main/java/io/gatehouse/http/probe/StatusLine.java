package io.gatehouse.http.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads the status of an answer, past interim ones, and no more of its head than it must. */
final class StatusLine {

    /** The most bytes that are read to find the status. */
    private static final int LONGEST_HEAD = 16 * 1024;

    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final InputStream in;
    private int left = LONGEST_HEAD;

    private StatusLine(InputStream in) {
        this.in = in;
    }

    /** The final status; blocks until the host has sent it. */
    static int read(InputStream in) throws IOException {
        var lines = new StatusLine(in);
        int status = parse(lines.first());
        while (status < 200 && status != 101) {
            lines.skipHeaders();
            status = parse(lines.next());
        }
        return status;
    }

    /** The first line, past one empty line, as when forwarding. */
    private String first() throws IOException {
        String line = next();
        return line.isEmpty() ? next() : line;
    }

    private void skipHeaders() throws IOException {
        while (!next().isEmpty()) {
            // Interim headers mean nothing to a probe.
        }
    }

    private String next() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer ends in its head");
            }
            if (--left < 0) {
                throw new ProtocolException("the head is too long");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private static int parse(String line) throws ProtocolException {
        if (!line.startsWith("HTTP/1.") || line.length() < STATUS_AT + 3 || line.charAt(STATUS_AT - 1) != ' ') {
            throw new ProtocolException("no status line");
        }
        int status = 0;
        for (int i = STATUS_AT; i < STATUS_AT + 3; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new ProtocolException("no status line");
            }
            status = status * 10 + digit;
        }
        boolean ends = line.length() == STATUS_AT + 3 || line.charAt(STATUS_AT + 3) == ' ';
        if (status < 100 || !ends) {
            throw new ProtocolException("no status line");
        }
        return status;
    }
}
