package io.gatehouse.benchmarks.load.generator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one HTTP/1.1 answer after another, in whatever pieces it comes; for one thread.
 *
 * <p>Knows the one way in which the backend answers: with a Content-Length. Anything else, and bytes behind the end, is
 * broken.
 */
final class LoadResponseReader {

    /** How far a response has been read. */
    enum Progress {
        INCOMPLETE,
        COMPLETE,
        BROKEN
    }

    private static final String LENGTH = "content-length:";

    private static final int LONGEST_LINE = 8 * 1024;

    /** Grows with the longest line: there may be thousands of readers. */
    private byte[] line = new byte[256];

    private int lineLength;
    private int linesRead;
    private int status;
    private long bodyLeft = -1;
    private boolean inBody;

    /** Takes in what has arrived. */
    Progress take(ByteBuffer bytes) {
        while (!inBody && bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                if (!endOfLine()) {
                    return Progress.BROKEN;
                }
            } else if (lineLength == LONGEST_LINE) {
                return Progress.BROKEN;
            } else {
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, 2 * line.length);
                }
                line[lineLength++] = b;
            }
        }
        if (!inBody) {
            return Progress.INCOMPLETE;
        }
        bodyLeft -= bytes.remaining();
        if (bodyLeft < 0) {
            return Progress.BROKEN;
        }
        return bodyLeft == 0 ? Progress.COMPLETE : Progress.INCOMPLETE;
    }

    /** The status of the response that is being read, or was read last. */
    int status() {
        return status;
    }

    /** Begins with the next answer. */
    void reset() {
        lineLength = 0;
        linesRead = 0;
        bodyLeft = -1;
        inBody = false;
    }

    /** False if this line makes the response unreadable. */
    private boolean endOfLine() {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        if (linesRead++ == 0) {
            return statusLine(length);
        }
        if (length == 0) {
            inBody = true;
            return bodyLeft >= 0;
        }
        return (line[0] | 0x20) != 'c' || length <= LENGTH.length() || lengthLine(length);
    }

    private boolean statusLine(int length) {
        String text = text(length);
        if (!text.startsWith("HTTP/1.1 ") || text.length() < 12) {
            return false;
        }
        try {
            status = Integer.parseInt(text.substring(9, 12));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean lengthLine(int length) {
        String text = text(length);
        if (!text.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
            return true;
        }
        try {
            bodyLeft = Long.parseLong(text.substring(LENGTH.length()).trim());
            return bodyLeft >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String text(int length) {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
}
