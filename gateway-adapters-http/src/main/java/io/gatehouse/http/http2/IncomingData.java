package io.gatehouse.http.http2;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bodies that come in: hands them to their streams, and holds the peer to the window of the connection. */
final class IncomingData {

    private final Http2Connection connection;
    private final StreamTable streams;
    private final FloodGuard guard;
    private @Nullable Http2Stream current;
    private int window = Http2Connection.CONNECTION_WINDOW;
    private int taken;

    IncomingData(Http2Connection connection, StreamTable streams, FloodGuard guard) {
        this.connection = connection;
        this.streams = streams;
        this.guard = guard;
    }

    /** A DATA frame begins. */
    void begins(int id, int length) throws ConnectionErrorException {
        current = null;
        Http2Stream stream = streams.get(id);
        if (stream == null && !streams.isRemembered(id)) {
            streams.requireNotIdle(id);
            throw new ConnectionErrorException(ErrorCode.STREAM_CLOSED, "a body on a stream that has ended");
        }
        window -= length;
        if (window < 0) {
            throw new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "more than the window of the connection");
        }
        if (length == 0) {
            guard.spend();
        } else if (length >= 1024) {
            guard.earn();
        }
        if (stream == null) {
            return;
        }
        if (stream.hasInEnded()) {
            connection.resetFor(stream, ErrorCode.STREAM_CLOSED);
        } else if (stream.admits(length)) {
            current = stream;
        } else {
            connection.resetFor(stream, ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    /** Some of what it carries. */
    void content(ByteBuffer content) throws ConnectionErrorException {
        Http2Stream stream = current;
        if (stream == null || stream.closedBy() != null) {
            credit(content.remaining());
        } else if (!stream.received(content)) {
            current = null;
            connection.resetFor(stream, ErrorCode.PROTOCOL_ERROR);
        }
    }

    void padding(int bytes) {
        Http2Stream stream = current;
        if (stream == null || stream.closedBy() != null) {
            credit(bytes);
        } else {
            stream.credit(bytes);
        }
    }

    /** It has ended. */
    void ends(int length, boolean last) throws ConnectionErrorException {
        Http2Stream stream = current;
        current = null;
        if (stream == null || stream.closedBy() != null) {
            return;
        }
        if (last) {
            inEnds(stream);
        }
        if (stream.closedBy() == null && (length > 0 || last)) {
            stream.readable();
        }
    }

    /** All of a stream has come. */
    void inEnds(Http2Stream stream) throws ConnectionErrorException {
        if (stream.inEnds()) {
            stream.closeIfEnded();
        } else {
            connection.resetFor(stream, ErrorCode.PROTOCOL_ERROR);
        }
    }

    /** So many bytes of bodies take no room any more. */
    void credit(int bytes) {
        taken += bytes;
        if (taken >= Http2Connection.CONNECTION_WINDOW / 2 && connection.isReading()) {
            window += taken;
            connection.out().openWindow(0, taken);
            taken = 0;
        }
    }
}
