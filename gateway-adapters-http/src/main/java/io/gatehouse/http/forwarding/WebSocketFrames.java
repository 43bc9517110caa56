package io.gatehouse.http.forwarding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows the frames of one direction of a WebSocket connection by their headers (RFC 6455, 5.2), to know where one ends; makes those
 * that end a connection (5.5.1).
 * Keeps nothing of them, and takes anything for a frame: whoever does not keep to the protocol harms only himself.
 */
final class WebSocketFrames {

    private static final int CLOSE = 0x8;
    private static final int SHORTEST_HEADER = 2;
    private static final int MASK = 4;
    private static final int LENGTH_IN_2 = 126;
    private static final int LENGTH_IN_8 = 127;

    private static final byte FINAL_CLOSE = (byte) 0x88;
    private static final int MASKED = 0x80;
    private static final int LONGEST_PAYLOAD = 125;
    private static final int POLICY_VIOLATION = 1008;
    private static final int GOING_AWAY = 1001;

    private int seen;
    private int lengthBytes;
    private int header = SHORTEST_HEADER;
    private long length;
    private long payload;
    private boolean closing;

    /** These bytes have passed. */
    void passed(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (payload > 0) {
                int skipped = (int) Math.min(payload, to - at);
                payload -= skipped;
                at += skipped;
            } else {
                header(bytes.get(at++));
            }
        }
    }

    private void header(byte next) {
        if (seen == 0) {
            closing |= (next & 0xf) == CLOSE;
        } else if (seen == 1) {
            int first = next & 0x7f;
            lengthBytes = first == LENGTH_IN_2 ? Short.BYTES : first == LENGTH_IN_8 ? Long.BYTES : 0;
            header = SHORTEST_HEADER + lengthBytes + (next < 0 ? MASK : 0);
            length = lengthBytes == 0 ? first : 0;
        } else if (seen < SHORTEST_HEADER + lengthBytes) {
            length = (length << Byte.SIZE) | (next & 0xff);
        }
        if (++seen == header) {
            payload = length & Long.MAX_VALUE;
            seen = 0;
            header = SHORTEST_HEADER;
        }
    }

    /** Whether a frame may begin here. */
    boolean isBetweenFrames() {
        return seen == 0 && payload == 0;
    }

    /** So many bytes, at most, are certain to belong to the frame that has begun; 0 between frames. */
    int certain() {
        return payload > 0 ? (int) Math.min(payload, Integer.MAX_VALUE) : seen == 0 ? 0 : header - seen;
    }

    /** Whether a close frame has begun: no other may follow it. */
    boolean hasSeenClose() {
        return closing;
    }

    /** The close frame for a client that may not go on. */
    static ByteBuffer policyViolation(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(text.length, LONGEST_PAYLOAD - Short.BYTES);
        return ByteBuffer.allocate(2 + Short.BYTES + length)
                .put(FINAL_CLOSE)
                .put((byte) (Short.BYTES + length))
                .putShort((short) POLICY_VIOLATION)
                .put(text, 0, length)
                .flip();
    }

    /** The close frame for a client whose server ends. */
    static ByteBuffer serverGoesAway() {
        return ByteBuffer.allocate(2 + Short.BYTES)
                .put(FINAL_CLOSE)
                .put((byte) Short.BYTES)
                .putShort((short) GOING_AWAY)
                .flip();
    }

    /** The close frame for an upstream whose client goes; masked, as all that a client sends. */
    static ByteBuffer goingAway() {
        int mask = ThreadLocalRandom.current().nextInt();
        return ByteBuffer.allocate(2 + Integer.BYTES + Short.BYTES)
                .put(FINAL_CLOSE)
                .put((byte) (MASKED | Short.BYTES))
                .putInt(mask)
                .putShort((short) (GOING_AWAY ^ (mask >>> Short.SIZE)))
                .flip();
    }
}
