package io.gatehouse.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The smallest parts of HTTP's grammar. */
public final class Tokens {

    /** Digits of the longest number that is taken for a length; more could wrap around. */
    private static final int LONGEST_LENGTH = 18;

    /** One in each of eight bytes. */
    private static final long EACH = 0x0101010101010101L;

    private static final long SPACES = 0x2020202020202020L;
    private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;
    private static final long LINE_FEEDS = EACH * 0x0a;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /** Whether a character may stand in the name of a method or header. */
    public static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /** Where the first control character other than a tab stands, {@code to} if there is none; looks at eight bytes at a time. */
    static int control(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            long below = (eight - SPACES) & ~eight;
            long delete = eight ^ DELETES;
            if (((below | ((delete - EACH) & ~delete)) & HIGHEST_BITS) != 0) {
                int at = controlByByte(bytes, i, i + Long.BYTES);
                if (at < i + Long.BYTES) {
                    return at;
                }
            }
        }
        return controlByByte(bytes, i, to);
    }

    /** Where the first line feed stands, {@code to} if there is none; looks at eight bytes at a time. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long feeds = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
            // The lowest bit that is set is exact: what borrows is above it.
            long found = (feeds - EACH) & ~feeds & HIGHEST_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private static int controlByByte(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && !isControl(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isControl(byte b) {
        return (b < 0x20 && b >= 0 && b != '\t') || b == 0x7f;
    }

    /** The number in a Content-Length; -1 if it is not one to eighteen digits. */
    public static long parseLength(String text) {
        int n = text.length();
        if (n == 0 || n > LONGEST_LENGTH) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < n; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
