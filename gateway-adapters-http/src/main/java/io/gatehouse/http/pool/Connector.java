package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.exchange.DeadlineScanner;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import org.xnio.StreamConnection;

/** Opens connections to upstream hosts for one I/O thread: name, TCP, and TLS where the host wants it. */
public final class Connector {

    private final DeadlineScanner scanner;
    private final HostNames names;
    private final UpstreamTls tls;
    private final ByteBufferPool buffers;

    /** Is told once what came of it, on the I/O thread; has a place for one socket from the start. */
    interface Opened {

        /** The connection is open, its TLS handshake done; nobody listens to it yet. */
        void opened(StreamConnection channel);

        /** No address of the host took the connection in time; says why, address by address. */
        void failed(String why);

        /** Gets a place for one more socket; false if there is none. */
        boolean takePlace();

        /** Gives back a place that is not needed any more; the first one too, unless the connection is open. */
        void leavePlace();
    }

    public Connector(DeadlineScanner scanner, HostNames names, UpstreamTls tls, ByteBufferPool buffers) {
        this.scanner = scanner;
        this.names = names;
        this.tls = tls;
        this.buffers = buffers;
    }

    public ByteBufferPool buffers() {
        return buffers;
    }

    /** A connection to be opened, which has not begun; the time is for all of it together. */
    public ConnectAttempt attempt(HostAddress host, Duration timeout, Opened result) {
        return new ConnectAttempt(host, timeout, scanner, names, tls, result);
    }
}
