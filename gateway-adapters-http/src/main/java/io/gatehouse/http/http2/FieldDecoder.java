package io.gatehouse.http.http2;

import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.HeadLimits;
import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Header blocks that come in on one connection, collected from their frames and decoded (RFC 7541) by Undertow. */
final class FieldDecoder {

    /** A table of this size is kept; the protocol's default. */
    private static final int TABLE = 4096;

    private static final int MOST_FRAMES = 16;
    private static final int PRIORITY = 5;
    private static final byte[] NOTHING = {};

    private final HpackDecoder decoder = new HpackDecoder(TABLE);
    private final FieldList fields;
    private final int most;
    private byte[] block = NOTHING;
    private int have;
    private int frames;

    FieldDecoder(HeadLimits limits) {
        fields = new FieldList(limits);
        most = limits.bytes() + Frame.LONGEST;
        decoder.setHeaderEmitter(fields);
    }

    /** Begins with the payload of a HEADERS frame. */
    void begin(byte[] payload, int length, int flags) throws ConnectionErrorException {
        int from = 0;
        int to = length;
        if ((flags & Frame.PADDED) != 0) {
            from = 1;
            to -= length == 0 ? 0 : payload[0] & 0xff;
        }
        from += (flags & Frame.HAS_PRIORITY) != 0 ? PRIORITY : 0;
        if (from > length) {
            throw ConnectionErrorException.frameSize("a HEADERS frame is too short");
        }
        if (from > to) {
            throw ConnectionErrorException.protocol("more padding than there is room");
        }
        have = 0;
        frames = 0;
        add(payload, from, to);
    }

    /** Adds the payload of a CONTINUATION frame. */
    void add(byte[] payload, int from, int to) throws ConnectionErrorException {
        int more = to - from;
        if (have + more > most || ++frames > MOST_FRAMES) {
            throw new ConnectionErrorException(ErrorCode.ENHANCE_YOUR_CALM, "a header block is too long");
        }
        if (block.length < have + more) {
            block = Arrays.copyOf(block, Math.max(have + more, Math.min(most, 2 * have)));
        }
        System.arraycopy(payload, from, block, have, more);
        have += more;
    }

    /** The fields of the block that is all there; valid until the next one. */
    FieldList fields() throws ConnectionErrorException {
        fields.clear();
        try {
            decoder.decode(ByteBuffer.wrap(block, 0, have), false);
        } catch (HpackException | RuntimeException malformed) {
            // The decoder looks up what is not there, and reads past ends.
            throw new ConnectionErrorException(ErrorCode.COMPRESSION_ERROR, "a header block cannot be decoded");
        }
        block = block.length > 4 * TABLE ? NOTHING : block;
        have = 0;
        return fields;
    }
}
