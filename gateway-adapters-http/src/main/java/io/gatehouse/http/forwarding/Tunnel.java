package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ConnectionOptions;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/** A WebSocket connection: bytes both ways, until either side is silent for too long or gone, or must not go on. */
final class Tunnel implements HttpUpgradeListener {

    private static final HttpString KEY = new HttpString("Sec-WebSocket-Key");
    private static final HttpString ACCEPT = new HttpString("Sec-WebSocket-Accept");
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** For the frames that are under way to end, for the client to hear of it and to go. */
    private static final long LONGEST_LEAVE_NANOS = 2_000_000_000L;

    private final HostAttempt attempt;
    private final GatewayExchange exchange;
    private final ByteBufferPool buffers;
    private final StreamConnection upstream;
    private final byte[] early;
    private @Nullable StreamConnection client;
    private @Nullable TunnelRelay up;
    private @Nullable TunnelRelay down;
    private boolean closed;
    private boolean leaving;
    private long leavingSince;

    private Tunnel(
            HostAttempt attempt,
            GatewayExchange exchange,
            ByteBufferPool buffers,
            StreamConnection upstream,
            byte[] early) {
        this.attempt = attempt;
        this.exchange = exchange;
        this.buffers = buffers;
        this.upstream = upstream;
        this.early = early;
    }

    /** Whether a request may become a WebSocket connection; every other wish for an upgrade is ignored. */
    static boolean isAskedFor(GatewayExchange exchange) {
        HttpServerExchange http = exchange.http();
        List<String> wish = exchange.request().all(Headers.UPGRADE_STRING);
        return wish.size() == 1
                && wish.get(0).equalsIgnoreCase(ClientConnection.WEBSOCKET)
                && !http.isHttp10()
                && http.isRequestComplete()
                && http.getRequestMethod().equals(Methods.GET)
                && ConnectionOptions.contains(exchange.request(), Headers.UPGRADE);
    }

    /**
     * Whether an upstream accepts what it was asked for. Where a client has asked by HTTP/2, which has no key for that, it is the gateway that
     * has to see whether the upstream speaks the protocol (RFC 6455, 4.1).
     */
    static boolean isAccepted(GatewayExchange exchange, ResponseHead head) {
        return ClientConnection.WEBSOCKET.equalsIgnoreCase(head.first(Headers.UPGRADE))
                && (!exchange.isHttp2()
                        || accepted(exchange.request().first(KEY)).equals(head.first(ACCEPT)));
    }

    private static String accepted(@Nullable String key) {
        try {
            byte[] text = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Hands the response on that switches protocols, then becomes the connection; {@code raw} is what came behind it. */
    static void begin(
            HostAttempt attempt,
            GatewayExchange exchange,
            IoThreadContext context,
            UpstreamConnection connection,
            ResponseHead head,
            ByteBuffer raw) {
        byte[] early = new byte[raw.remaining()];
        raw.get(early);
        HttpServerExchange http = exchange.http();
        StreamConnection upstream = connection.detach();
        upstream.getSourceChannel().suspendReads();
        upstream.getSourceChannel().setReadListener(null);
        var tunnel = new Tunnel(attempt, exchange, context.buffers(), upstream, early);
        attempt.switchesTo(tunnel);
        exchange.becomesTunnel();
        http.getConnection().addCloseListener(closed -> exchange.settle());
        // What the client sends from now on is the tunnel's.
        exchange.leaveClientToOthers();
        ResponseReader.applyHeaders(
                head, exchange.response(), attempt.forwarding().responseHeaders());
        attempt.stick();
        exchange.stamp();
        ClientConnection.of(http).switchProtocols(http, tunnel);
    }

    @Override
    public void handleUpgrade(StreamConnection upgraded, HttpServerExchange http) {
        client = upgraded;
        if (closed || exchange.hasEnded()) {
            close();
            return;
        }
        up = new TunnelRelay(this, upgraded.getSourceChannel(), upstream.getSinkChannel(), buffers, new byte[0], false);
        down = new TunnelRelay(this, upstream.getSourceChannel(), upgraded.getSinkChannel(), buffers, early, true);
        down.begin();
        up.begin();
    }

    /** Bytes have gone through. */
    void moved(long bytes, boolean toClient) {
        attempt.moved();
        if (toClient) {
            exchange.stats().tunnelled(bytes);
        } else {
            exchange.stats().received(bytes);
        }
    }

    /** Ends it, as its client must not go on. */
    void revoke(String reason, long nowNanos) {
        leave(WebSocketFrames.policyViolation(reason), nowNanos);
    }

    /** Ends it, as the gateway ends: a client that connects again finds another. */
    void leave(long nowNanos) {
        if (!leaving) {
            leave(WebSocketFrames.serverGoesAway(), nowNanos);
        }
    }

    /**
     * Says to both sides, each between two of its frames, that the connection ends here, and closes it once the client has
     * heard of that, or after two seconds.
     */
    private void leave(ByteBuffer farewell, long nowNanos) {
        TunnelRelay toUpstream = up;
        TunnelRelay toClient = down;
        if (toUpstream == null || toClient == null) {
            exchange.settle();
            return;
        }
        leaving = true;
        leavingSince = nowNanos;
        toClient.leave(farewell);
        if (!closed) {
            toUpstream.leave(WebSocketFrames.goingAway());
        }
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Closes the connection if leaving it takes too long. */
    void check(long nowNanos) {
        if (nowNanos - leavingSince > LONGEST_LEAVE_NANOS) {
            exchange.settle();
        }
    }

    /** One direction has ended in order; both have when the other has too, or when the client has heard of it and gone. */
    void halfEnded() {
        if (up == null || down == null || !down.hasEnded()) {
            return;
        }
        if (leaving ? up.hasSourceEnded() : up.hasEnded()) {
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
            exchange.scanner().closes().close(upstream);
        }
        if (client != null) {
            exchange.scanner().closes().close(client);
        }
    }
}
