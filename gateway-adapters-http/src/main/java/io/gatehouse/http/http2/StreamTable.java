package io.gatehouse.http.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of a connection: those that are under way, and what numbers have been there before. */
final class StreamTable {

    /** How many streams are remembered that we have reset: frames may still come for those. */
    private static final int REMEMBERED = 256;

    private final Http2Connection connection;
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final int[] resetIds = new int[REMEMBERED];
    private int resets;
    private int lastPeerStream;
    private int sendWindow = Http2Connection.FIRST_WINDOW;

    StreamTable(Http2Connection connection) {
        this.connection = connection;
    }

    /** Begins a stream. */
    Http2Stream open(int id) {
        var stream = new Http2Stream(connection, id, sendWindow);
        streams.put(id, stream);
        return stream;
    }

    /** Begins a stream that the peer has opened. */
    void peerOpens(int id) {
        lastPeerStream = id;
    }

    /** The last stream that the peer has opened. */
    int lastPeerStream() {
        return lastPeerStream;
    }

    /** The stream of this number if it is under way. */
    @Nullable
    Http2Stream get(int id) {
        return streams.get(id);
    }

    /** Forgets a stream; false if it was not under way. */
    boolean remove(Http2Stream stream) {
        return streams.remove(stream.id(), stream);
    }

    /** How many are under way. */
    int size() {
        return streams.size();
    }

    /** Those that are under way now. */
    List<Http2Stream> all() {
        return new ArrayList<>(streams.values());
    }

    /** How much the peer takes on a stream before it says more: moves the windows of all that are under way. */
    void sendWindow(long size) throws ConnectionErrorException {
        if (size > Integer.MAX_VALUE) {
            throw ConnectionErrorException.largeWindow();
        }
        long by = size - sendWindow;
        sendWindow = (int) size;
        for (Http2Stream stream : streams.values()) {
            if (!stream.moveWindow(by)) {
                throw ConnectionErrorException.largeWindow();
            }
        }
    }

    /** A header block may come on this stream: it is known, or the peer may open it. */
    void requireOpenOrNext(int id) throws ConnectionErrorException {
        if (streams.containsKey(id) || isRemembered(id)) {
            return;
        }
        if (connection.peersParity() != (id & 1)) {
            throw ConnectionErrorException.protocol("a stream that cannot begin");
        }
        if (id <= lastPeerStream) {
            throw new ConnectionErrorException(ErrorCode.STREAM_CLOSED, "HEADERS on a stream that has ended");
        }
    }

    /** A stream of this number is there, or has been. */
    void requireNotIdle(int id) throws ConnectionErrorException {
        if (id == 0 || !(streams.containsKey(id) || isClosed(id))) {
            throw ConnectionErrorException.protocol("a frame of a stream that has not begun");
        }
    }

    private boolean isClosed(int id) {
        return (id & 1) == connection.peersParity() ? id <= lastPeerStream : id < connection.nextOwnStream();
    }

    /** Frames of this stream, which we have reset, are to be passed over. */
    void remember(int id) {
        resetIds[resets++ % REMEMBERED] = id;
    }

    boolean isRemembered(int id) {
        if (id < connection.nextOwnStream() && (id & 1) == 1 && connection.peersParity() != 1) {
            return true;
        }
        for (int i = 0; i < REMEMBERED && i < resets; i++) {
            if (resetIds[i] == id && id != 0) {
                return true;
            }
        }
        return false;
    }
}
