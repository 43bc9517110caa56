package io.gatehouse.http.forwarding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The frames that end a WebSocket connection (RFC 6455, 5.5.1). */
final class CloseFrame {

    private static final byte FINAL_CLOSE = (byte) 0x88;
    private static final int MASKED = 0x80;
    private static final int LONGEST_PAYLOAD = 125;
    private static final int POLICY_VIOLATION = 1008;
    private static final int GOING_AWAY = 1001;

    private CloseFrame() {}

    /** What a client is told that may not go on. */
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

    /** What an upstream is told when its client goes; masked, as all that a client sends. */
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
