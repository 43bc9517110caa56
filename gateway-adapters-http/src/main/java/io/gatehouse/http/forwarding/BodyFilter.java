package io.gatehouse.http.forwarding;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;

/** What a response body passes on its way to the client. Used on the I/O thread of its exchange only. */
interface BodyFilter {

    /** Takes from the buffer what it can hand on or hold; the bytes taken, 0 if the client takes no more for now. */
    int write(ByteBuffer from, StreamSinkChannel to) throws IOException;

    /** Hands on what has to go now; false if the client takes no more for now. */
    boolean flush(StreamSinkChannel to) throws IOException;

    /** Hands on all of it, and what comes last; false if the client takes no more for now. */
    boolean end(StreamSinkChannel to) throws IOException;

    /** Whether a buffer takes some hundred microseconds. */
    default boolean isCostly() {
        return false;
    }

    /** Gives back what it holds. */
    void free();
}
