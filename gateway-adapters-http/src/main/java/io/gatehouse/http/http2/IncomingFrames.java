package io.gatehouse.http.http2;

import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.HeadLimits;
import java.io.IOException;

/** Acts upon frames that are no bodies: header blocks, settings, windows and all else that a peer may send (RFC 9113, 6). */
final class IncomingFrames {

    /** A peer that has us answer, and reads no answers, is let go at this much. */
    private static final int MOST_PENDING = 1024 * 1024;

    private static final int STREAM_MASK = 0x7fff_ffff;

    private final Http2Connection connection;
    private final StreamTable streams;
    private final IncomingData data;
    private final OutgoingFrames out;
    private final FloodGuard guard;
    private final FieldDecoder blocks;
    private int blockStream;
    private boolean blockLast;
    private boolean greeted;

    IncomingFrames(
            Http2Connection connection,
            StreamTable streams,
            IncomingData data,
            OutgoingFrames out,
            FloodGuard guard,
            HeadLimits limits) {
        this.connection = connection;
        this.streams = streams;
        this.data = data;
        this.out = out;
        this.guard = guard;
        this.blocks = new FieldDecoder(limits);
    }

    /** Whether the peer has said nothing yet, or is within a header block. */
    boolean isWithinHead() {
        return !greeted || blockStream != 0;
    }

    /** A frame begins, of whatever type. */
    void begins(int type, int id) throws ConnectionErrorException {
        if (!greeted && type != Frame.SETTINGS) {
            throw ConnectionErrorException.protocol("the first frame is not SETTINGS");
        }
        if (blockStream != 0 && (type != Frame.CONTINUATION || id != blockStream)) {
            throw ConnectionErrorException.protocol("a header block is interrupted");
        }
    }

    /** A frame has come whole. */
    void frame(int type, int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        switch (type) {
            case Frame.HEADERS -> headers(flags, id, payload, length);
            case Frame.CONTINUATION -> continuation(flags, payload, length);
            case Frame.PRIORITY -> priority(id, payload, length);
            case Frame.RST_STREAM -> reset(id, payload, length);
            case Frame.SETTINGS -> settings(flags, id, payload, length);
            case Frame.PUSH_PROMISE -> throw ConnectionErrorException.protocol("a push that nobody has asked for");
            case Frame.PING -> ping(flags, id, payload, length);
            case Frame.GOAWAY -> goneAway(id, payload, length);
            case Frame.WINDOW_UPDATE -> windowUpdate(id, payload, length);
            default -> guard.spend();
        }
        if (out.pending() > MOST_PENDING) {
            throw new ConnectionErrorException(ErrorCode.ENHANCE_YOUR_CALM, "answers are not read");
        }
    }

    // ---- header blocks

    private void headers(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id == 0) {
            throw ConnectionErrorException.protocol("HEADERS of no stream");
        }
        streams.requireOpenOrNext(id);
        if ((flags & Frame.HAS_PRIORITY) != 0) {
            int at = (flags & Frame.PADDED) != 0 ? 1 : 0;
            if (length >= at + 4) {
                requireNoCircle(id, payload, at);
            }
        }
        blocks.begin(payload, length, flags);
        blockStream = id;
        blockLast = (flags & Frame.END_STREAM) != 0;
        if ((flags & Frame.END_HEADERS) != 0) {
            blockEnds();
        }
    }

    private void continuation(int flags, byte[] payload, int length) throws ConnectionErrorException {
        if (blockStream == 0) {
            throw ConnectionErrorException.protocol("CONTINUATION of nothing");
        }
        if (length == 0) {
            guard.spend();
        }
        blocks.add(payload, 0, length);
        if ((flags & Frame.END_HEADERS) != 0) {
            blockEnds();
        }
    }

    private void blockEnds() throws ConnectionErrorException {
        int id = blockStream;
        blockStream = 0;
        FieldList fields = blocks.fields();
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            more(stream, fields);
        } else if (!streams.isRemembered(id)) {
            streams.peerOpens(id);
            first(id, fields);
        }
    }

    private void first(int id, FieldList fields) throws ConnectionErrorException {
        if (!connection.admits(streams.size())) {
            guard.reset();
            out.reset(id, ErrorCode.REFUSED_STREAM);
            return;
        }
        guard.earn();
        Http2Stream stream = streams.open(id);
        if (blockLast) {
            stream.inEnds();
        }
        connection.begins(stream, fields, blockLast);
    }

    private void more(Http2Stream stream, FieldList fields) throws ConnectionErrorException {
        guard.earn();
        if (stream.hasInEnded()) {
            connection.resetFor(stream, ErrorCode.STREAM_CLOSED);
            return;
        }
        boolean last = blockLast;
        if (last) {
            // Before it is told of them: whoever reads a head may read on, and finds that nothing follows.
            stream.inEnds();
        }
        stream.listener().fields(fields, last);
        if (last && stream.closedBy() == null) {
            data.inEnds(stream);
            stream.readable();
        }
    }

    // ---- of one stream

    private void priority(int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id == 0) {
            throw ConnectionErrorException.protocol("PRIORITY of no stream");
        }
        guard.spend();
        if (length != 5) {
            throw ConnectionErrorException.frameSize("PRIORITY of another length");
        }
        requireNoCircle(id, payload, 0);
    }

    private static void requireNoCircle(int id, byte[] payload, int at) throws ConnectionErrorException {
        if ((FrameReader.number(payload, at) & STREAM_MASK) == id) {
            throw ConnectionErrorException.protocol("a stream that depends on itself");
        }
    }

    private void reset(int id, byte[] payload, int length) throws ConnectionErrorException {
        requireLength(length, 4);
        streams.requireNotIdle(id);
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            guard.spend();
            return;
        }
        stream.closed(ErrorCode.of(FrameReader.number(payload, 0)));
        if (connection.peersParity() >= 0) {
            guard.reset();
        }
    }

    private void windowUpdate(int id, byte[] payload, int length) throws ConnectionErrorException {
        requireLength(length, 4);
        int by = FrameReader.number(payload, 0) & STREAM_MASK;
        guard.spend();
        if (id == 0) {
            if (by == 0) {
                throw ConnectionErrorException.protocol("a window that opens by nothing");
            }
            if (!out.moveWindow(by)) {
                throw ConnectionErrorException.largeWindow();
            }
        } else {
            streams.requireNotIdle(id);
            Http2Stream stream = streams.get(id);
            if (stream != null && by == 0) {
                connection.resetFor(stream, ErrorCode.PROTOCOL_ERROR);
            } else if (stream != null && !stream.moveWindow(by)) {
                connection.resetFor(stream, ErrorCode.FLOW_CONTROL_ERROR);
            }
        }
        out.flushSoon();
    }

    // ---- of the connection

    private void settings(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw ConnectionErrorException.protocol("SETTINGS of a stream");
        }
        boolean ack = (flags & Frame.ACK) != 0;
        if (ack ? length != 0 : length % Frame.SETTING != 0) {
            throw ConnectionErrorException.frameSize("SETTINGS of another length");
        }
        greeted = true;
        guard.spend();
        if (ack) {
            return;
        }
        for (int at = 0; at < length; at += Frame.SETTING) {
            int name = (payload[at] & 0xff) << 8 | (payload[at + 1] & 0xff);
            set(name, FrameReader.number(payload, at + 2) & 0xffff_ffffL);
        }
        out.acknowledgeSettings();
    }

    private void set(int name, long value) throws ConnectionErrorException {
        switch (name) {
            case SettingsParameter.HEADER_TABLE_SIZE -> out.encoder().limit(value);
            case SettingsParameter.ENABLE_PUSH -> {
                if (value > 1) {
                    throw ConnectionErrorException.protocol("a setting is out of range");
                }
            }
            case SettingsParameter.INITIAL_WINDOW_SIZE -> {
                streams.sendWindow(value);
                out.flushSoon();
            }
            case SettingsParameter.MAX_FRAME_SIZE -> {
                if (value < Frame.LONGEST || value > 0xff_ffff) {
                    throw ConnectionErrorException.protocol("a setting is out of range");
                }
            }
            default -> {
                try {
                    connection.setting(name, value);
                } catch (IOException e) {
                    throw ConnectionErrorException.protocol("a setting that cannot be");
                }
            }
        }
    }

    private void ping(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw ConnectionErrorException.protocol("PING of a stream");
        }
        requireLength(length, 8);
        guard.spend();
        if ((flags & Frame.ACK) != 0) {
            connection.pinged();
        } else {
            out.acknowledgePing(payload);
        }
    }

    private void goneAway(int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw ConnectionErrorException.protocol("GOAWAY of a stream");
        }
        if (length < 8) {
            throw ConnectionErrorException.frameSize("GOAWAY of another length");
        }
        guard.spend();
        connection.peerLeaves(FrameReader.number(payload, 0) & STREAM_MASK);
    }

    private static void requireLength(int length, int wanted) throws ConnectionErrorException {
        if (length != wanted) {
            throw ConnectionErrorException.frameSize("a frame of another length");
        }
    }
}
