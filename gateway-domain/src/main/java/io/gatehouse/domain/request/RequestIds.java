package io.gatehouse.domain.request;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes request ids, and decides which ids from outside may be used as they are.
 *
 * <p>An id is for distinguishing requests, not a secret: it comes from a fast generator that anybody could predict.
 */
public final class RequestIds {

    /** The longest id that is taken from outside, in characters. */
    public static final int LONGEST = 128;

    private static final int LENGTH = 32;
    private static final ThreadLocal<byte[]> DIGITS = ThreadLocal.withInitial(() -> new byte[LENGTH]);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private RequestIds() {}

    /** A new id: 32 hexadecimal digits. */
    public static String next() {
        var random = ThreadLocalRandom.current();
        byte[] digits = DIGITS.get();
        hex(random.nextLong(), digits, 0);
        hex(random.nextLong(), digits, 16);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /** Whether an id from a trusted peer is one we would log and forward: letters, digits, and {@code ._:-}. */
    public static boolean isAcceptable(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void hex(long bits, byte[] to, int from) {
        for (int i = from + 15; i >= from; i--) {
            to[i] = HEX[(int) (bits & 15)];
            bits >>>= 4;
        }
    }
}
