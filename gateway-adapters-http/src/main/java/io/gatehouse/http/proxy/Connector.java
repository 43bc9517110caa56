package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.DeadlineScanner;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import org.xnio.StreamConnection;

/** Opens connections to upstream hosts for one I/O thread: name, TCP, and TLS where the host wants it. */
final class Connector {

    private final DeadlineScanner ticker;
    private final HostNames names;
    private final UpstreamTls tls;
    private final ByteBufferPool buffers;

    /** Is told once what came of it, on the I/O thread; has a place for one socket from the start. */
    interface Opened {

        /** The connection is open, its TLS handshake done; nobody listens to it yet. */
        void opened(StreamConnection channel);

        /** No address of the host took the connection in time; says why, address by address. */
        void failed(HostFailure failure, String why);

        /** Gets a place for one more socket; false if there is none. */
        boolean takePlace();

        /** Gives back a place that is not needed any more; the first one too, unless the connection is open. */
        void leavePlace();
    }

    Connector(DeadlineScanner ticker, HostNames names, UpstreamTls tls, ByteBufferPool buffers) {
        this.ticker = ticker;
        this.names = names;
        this.tls = tls;
        this.buffers = buffers;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    /** A connection to be opened, which has not begun; the time is for all of it together. */
    ConnectAttempt opening(HostAddress host, Duration timeout, Opened result) {
        return new ConnectAttempt(host, timeout, ticker, names, tls, result);
    }
}
