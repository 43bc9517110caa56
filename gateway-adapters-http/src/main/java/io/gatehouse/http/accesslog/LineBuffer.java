package io.gatehouse.http.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Bytes of lines that wait to be written; keeps its memory for the next ones. Everything in it is printable ASCII or a
 * line's end, whatever it was given. Used by one thread.
 */
final class LineBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Characters that stand for themselves; the last one, which does not, stands for all behind it. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = ' '; c <= '~'; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private static final char REPLACEMENT = '\ufffd';
    /** The most bytes that one character takes: a backslash, a u and four digits. */
    private static final int ESCAPE = 6;

    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void writeTo(OutputStream sink) throws IOException {
        sink.write(bytes, 0, length);
    }

    void raw(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void ascii(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    /** Characters that are known to be ASCII. */
    void ascii(String text) {
        reserve(text.length());
        copy(text);
    }

    /** Copies the lower halves of characters, for which there is room. */
    @SuppressWarnings("deprecation") // The one way to copy Latin-1 text without an intermediate array.
    private void copy(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    void number(long value) {
        if (value < 0) {
            ascii(Long.toString(value));
            return;
        }
        reserve(LONGEST_NUMBER);
        int at = length + digits(value);
        length = at;
        long rest = value;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** Nanoseconds as milliseconds with three decimals, cut and not rounded. */
    void millis(long nanos) {
        long micros = nanos / 1000;
        number(micros / 1000);
        ascii('.');
        threeDigits((int) (micros % 1000));
    }

    /** A time as {@code 2025-01-31T12:00:00.123Z}; what stands before the fraction is made once a second. */
    void time(long epochMillis) {
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            String text = Instant.ofEpochSecond(wanted).toString();
            secondText = text.substring(0, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
            second = wanted;
        }
        raw(secondText);
        ascii('.');
        threeDigits((int) Math.floorMod(epochMillis, 1000L));
        ascii('Z');
    }

    private void threeDigits(int value) {
        reserve(3);
        bytes[length++] = (byte) ('0' + value / 100);
        bytes[length++] = (byte) ('0' + value / 10 % 10);
        bytes[length++] = (byte) ('0' + value % 10);
    }

    /** A JSON string: control characters and all that is not ASCII escaped, halves of surrogate pairs replaced. */
    void quoted(String text) {
        ascii('"');
        withinQuotes(text);
        ascii('"');
    }

    /** The same without the quotes around it. */
    void withinQuotes(String text) {
        reserve(ESCAPE * text.length());
        if (isPlain(text)) {
            copy(text);
        } else {
            escaped(text);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0, n = text.length(); i < n; i++) {
            if (!PLAIN[Math.min(text.charAt(i), PLAIN.length - 1)]) {
                return false;
            }
        }
        return true;
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (PLAIN[Math.min(c, PLAIN.length - 1)]) {
                bytes[length++] = (byte) c;
            } else if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else {
                escape(isPaired(text, i) ? c : REPLACEMENT);
            }
        }
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 15];
        }
    }

    private static boolean isPaired(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        return !Character.isLowSurrogate(c) || (at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
