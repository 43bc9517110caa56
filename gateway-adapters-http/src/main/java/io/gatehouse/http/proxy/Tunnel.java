package io.gatehouse.http.proxy;

import io.gatehouse.http.exchange.ClientWatch;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** An upgraded connection: bytes both ways, until either side is silent for too long or gone. */
final class Tunnel implements HttpUpgradeListener {

    private final ForwardedExchange forwarded;
    private final GatewayExchange exchange;
    private final ByteBufferPool buffers;
    private final StreamConnection upstream;
    private final byte[] early;
    private @Nullable StreamConnection client;
    private @Nullable TunnelPump up;
    private @Nullable TunnelPump down;
    private boolean closed;

    private Tunnel(
            ForwardedExchange forwarded,
            GatewayExchange exchange,
            ByteBufferPool buffers,
            StreamConnection upstream,
            byte[] early) {
        this.forwarded = forwarded;
        this.exchange = exchange;
        this.buffers = buffers;
        this.upstream = upstream;
        this.early = early;
    }

    /** Hands the answer on that switches protocols, then becomes the connection; {@code raw} is what came behind it. */
    static void begin(
            ForwardedExchange forwarded,
            GatewayExchange exchange,
            Lane lane,
            UpstreamConnection connection,
            AnswerHead head,
            ByteBuffer raw) {
        byte[] early = new byte[raw.remaining()];
        raw.get(early);
        HttpServerExchange http = exchange.http();
        StreamConnection upstream = connection.detach();
        upstream.getSourceChannel().suspendReads();
        upstream.getSourceChannel().setReadListener(null);
        var tunnel = new Tunnel(forwarded, exchange, lane.buffers(), upstream, early);
        forwarded.answerBegins();
        forwarded.becomesTunnel(tunnel);
        exchange.becomesTunnel();
        http.getConnection().addCloseListener(closed -> exchange.settle());
        // What the client sends from now on is the tunnel's.
        ClientWatch.end(exchange);
        AnswerHeaders.apply(head, http, forwarded.forwarding().responseHeaders());
        exchange.stamp();
        http.setPersistent(true);
        http.getResponseHeaders().put(Headers.UPGRADE, WebSocketUpgrade.PROTOCOL);
        http.upgradeChannel(tunnel);
        http.endExchange();
    }

    @Override
    public void handleUpgrade(StreamConnection upgraded, HttpServerExchange http) {
        client = upgraded;
        if (closed || exchange.hasEnded()) {
            close();
            return;
        }
        up = new TunnelPump(this, upgraded.getSourceChannel(), upstream.getSinkChannel(), buffers, new byte[0], false);
        down = new TunnelPump(this, upstream.getSourceChannel(), upgraded.getSinkChannel(), buffers, early, true);
        down.begin();
        up.begin();
    }

    /** Bytes have gone through. */
    void moved(long bytes, boolean toClient) {
        forwarded.moved();
        if (toClient) {
            exchange.facts().tunnelled(bytes);
        } else {
            exchange.facts().received(bytes);
        }
    }

    /** One direction has ended in order; both have when the other has too. */
    void halfEnded() {
        if (up != null && down != null && up.hasEnded() && down.hasEnded()) {
            exchange.settle();
        }
    }

    /** One side broke. */
    void broke() {
        exchange.settle();
    }

    /** Closes both sides. */
    void close() {
        if (!closed) {
            closed = true;
            if (up != null) {
                up.stop();
            }
            if (down != null) {
                down.stop();
            }
        }
        IoUtils.safeClose(upstream);
        IoUtils.safeClose(client);
    }
}
