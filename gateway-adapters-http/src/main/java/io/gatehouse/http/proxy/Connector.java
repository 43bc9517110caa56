package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.exchange.Ticker;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import org.xnio.StreamConnection;

/** Opens connections to upstream hosts for one I/O thread: name, TCP, and TLS where the host wants it. */
final class Connector {

    private final Ticker ticker;
    private final HostNames names;
    private final UpstreamTls tls;
    private final ByteBufferPool buffers;

    /** Is told once what came of it, on the I/O thread. */
    interface Opened {

        /** The connection is open, its TLS handshake done; nobody listens to it yet. */
        void opened(StreamConnection channel);

        /** No address of the host took the connection in time; says why, address by address. */
        void failed(String why);
    }

    Connector(Ticker ticker, HostNames names, UpstreamTls tls, ByteBufferPool buffers) {
        this.ticker = ticker;
        this.names = names;
        this.tls = tls;
        this.buffers = buffers;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    /** Begins to open a connection; the time is for all of it together. */
    void open(HostAddress host, Duration timeout, Opened result) {
        var opening = new Opening(host, timeout, ticker, names, tls, result);
        opening.begin();
        names.resolve(host.host(), ticker.thread(), opening::resolved);
    }
}
