package io.gatehouse.http.forwarding;

import io.gatehouse.http.connection.MalformedBodyException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is base64 (RFC 4648, 4), decoded as it comes; parts that are padded each by itself may follow each other. */
final class Base64Decoding {

    private static final byte[] VALUES = new byte[128];
    private static final byte PADDING = 64;
    private static final int BITS = 6;
    private static final int QUANTUM = 4;

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        for (byte i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = i;
        }
    }

    private int bits;
    private int held;
    private int at;

    /** Puts what a buffer's bytes from {@code start} to its position stand for in their place; the bytes that there are then. */
    int decode(ByteBuffer buffer, int start) throws MalformedBodyException {
        int end = buffer.position();
        buffer.position(start);
        for (int i = start; i < end; i++) {
            int value = buffer.get(i) < 0 ? -1 : VALUES[buffer.get(i)];
            boolean fits = value == PADDING ? at > 1 : value >= 0 && (at == 0 || held > 0);
            if (!fits) {
                throw new MalformedBodyException("the request body is not base64");
            }
            at = (at + 1) % QUANTUM;
            if (value == PADDING) {
                held = 0;
            } else {
                bits = (bits << BITS) | value;
                held += BITS;
                if (held >= Byte.SIZE) {
                    held -= Byte.SIZE;
                    buffer.put((byte) (bits >>> held));
                }
            }
        }
        return buffer.position() - start;
    }

    /** Whether it may end here. */
    boolean mayEnd() {
        return at == 0;
    }
}
