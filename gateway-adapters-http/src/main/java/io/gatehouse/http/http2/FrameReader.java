package io.gatehouse.http.http2;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes what a peer sends apart into frames; bodies pass piece by piece, all else is collected first, which has bounds. */
final class FrameReader {

    private static final byte[] NOTHING = {};
    private static final int STREAM_MASK = 0x7fff_ffff;

    private final Http2Connection connection;
    private final IncomingData data;
    private final IncomingFrames frames;
    private final byte[] header = new byte[Frame.HEADER];
    private byte[] payload = NOTHING;
    private int have;
    private boolean inPayload;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private int taken;
    private int padding;

    FrameReader(Http2Connection connection, IncomingData data, IncomingFrames frames) {
        this.connection = connection;
        this.data = data;
        this.frames = frames;
    }

    /** Whether a frame has begun that has not ended. */
    boolean isWithinFrame() {
        return inPayload || have > 0;
    }

    /** Takes all that there is. */
    void read(ByteBuffer raw) throws ConnectionErrorException {
        while (connection.isReading() && (raw.hasRemaining() || (inPayload && taken == length))) {
            if (!inPayload) {
                readHeader(raw);
            } else if (type == Frame.DATA) {
                readData(raw);
            } else {
                collect(raw);
            }
        }
    }

    private void readHeader(ByteBuffer raw) throws ConnectionErrorException {
        int more = Math.min(raw.remaining(), Frame.HEADER - have);
        raw.get(header, have, more);
        have += more;
        if (have < Frame.HEADER) {
            return;
        }
        have = 0;
        length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        stream = number(header, 5) & STREAM_MASK;
        if (length > Frame.LONGEST) {
            throw ConnectionErrorException.frameSize("a frame is too long");
        }
        frames.begins(type, stream);
        inPayload = true;
        taken = 0;
        padding = 0;
        if (type == Frame.DATA) {
            boolean padded = (flags & Frame.PADDED) != 0;
            if (padded && length == 0) {
                throw ConnectionErrorException.frameSize("padding without a length");
            }
            padding = padded ? -1 : 0;
            data.begins(stream, length);
        }
    }

    private void readData(ByteBuffer raw) throws ConnectionErrorException {
        if (padding < 0) {
            padding = raw.get() & 0xff;
            taken = 1;
            if (padding >= length) {
                throw ConnectionErrorException.protocol("more padding than there is room");
            }
            data.padding(1);
        }
        int content = Math.min(raw.remaining(), length - padding - taken);
        if (content > 0) {
            int limit = raw.limit();
            int end = raw.position() + content;
            data.content(raw.limit(end));
            raw.limit(limit).position(end);
            taken += content;
        } else if (taken < length) {
            int skipped = Math.min(raw.remaining(), length - taken);
            raw.position(raw.position() + skipped);
            taken += skipped;
            data.padding(skipped);
        }
        if (taken == length) {
            inPayload = false;
            data.ends(length, (flags & Frame.END_STREAM) != 0);
        }
    }

    private void collect(ByteBuffer raw) throws ConnectionErrorException {
        int more = Math.min(raw.remaining(), length - taken);
        if (payload.length < taken + more) {
            payload = Arrays.copyOf(payload, Math.min(length, Math.max(taken + more, 256)));
        }
        raw.get(payload, taken, more);
        taken += more;
        if (taken == length) {
            inPayload = false;
            frames.frame(type, flags, stream, payload, length);
            if (payload.length > 2048) {
                payload = NOTHING;
            }
        }
    }

    /** The number in four bytes. */
    static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
