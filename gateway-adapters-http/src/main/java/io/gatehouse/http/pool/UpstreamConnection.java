package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** What one request to an upstream host goes out on, and its response comes in on: a connection, or a stream of one. Used on its I/O thread only. */
public abstract class UpstreamConnection {

    UpstreamConnection() {}

    /** Lends it: from now on {@code reader} runs whenever there is something to read. */
    public abstract void lendTo(Runnable reader);

    /** The host at its other end. */
    public abstract HostAddress host();

    /** Ends the loan of one on which everything has been sent and read; it can serve the next request. */
    public abstract void giveBack(long idleNanos);

    /** Ends the loan for good: the channel is somebody else's now. Of a connection by HTTP/1.1 only. */
    public abstract StreamConnection detach();

    /** Closes it; does nothing if it is closed. */
    public abstract void close();

    /** What comes in. */
    public abstract ConduitStreamSourceChannel source();

    /** What goes out. */
    public abstract ConduitStreamSinkChannel sink();
}
