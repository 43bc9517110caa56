package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.Steering.RewrittenLocations;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.codec.ConnectionOptions;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.GatewayHeaders;
import io.gatehouse.http.pool.FailureText;
import io.gatehouse.http.pool.Http2UpstreamStream;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads a response from an upstream: its head here, its body by an {@link ResponseBodyRelay}.
 *
 * <p>It is the state of its try when the whole response has been read and the connection left, and the client has not taken all of it yet.
 * Interim responses are read and dropped, and do not prolong the wait for the final head.
 */
final class ResponseReader implements Runnable, AttemptState {

    /** More interim responses than this to one request are an attack. */
    private static final int MOST_INTERIM = 32;

    private static final HttpString VIA = new HttpString("Via");
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String VIA_US = "1.1 gatehouse";

    /** What concerns the connection to the upstream only, or is written by the gateway itself. */
    private static final Set<HttpString> STAY = Set.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"),
            new HttpString("Proxy-Authenticate"),
            new HttpString("Proxy-Authentication-Info"),
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("X-Request-Id"));

    private final HostAttempt attempt;
    private final UpstreamConnection connection;
    private byte @Nullable [] begun;
    private int have;
    private byte interim;
    private boolean touched;
    private boolean stopped;
    private boolean persistent;
    private int status;
    private @Nullable ResponseBodyRelay relay;

    ResponseReader(HostAttempt attempt, UpstreamConnection connection) {
        this.attempt = attempt;
        this.connection = connection;
    }

    /** There is something to read. */
    @Override
    public void run() {
        if (stopped) {
            connection.source().suspendReads();
        } else if (relay != null) {
            relay.run();
        } else {
            readHead();
        }
    }

    /** Reads nothing more. */
    void stop() {
        stopped = true;
        if (relay != null) {
            relay.stop();
        }
    }

    /** Ends a stream of events, which has no end of its own: whoever listens connects again, and gets what comes then. False if it is none. */
    boolean endStream() {
        String type = attempt.exchange().response().first(Headers.CONTENT_TYPE);
        return relay != null
                && type != null
                && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length())
                && relay.endEarly();
    }

    /** Whether the connection can serve another request behind this response. */
    boolean leavesConnectionOpen() {
        return persistent && relay != null && relay.endedCleanly();
    }

    /** The status that the upstream has given, whatever the client gets. */
    int upstreamStatus() {
        return status;
    }

    private void readHead() {
        if (connection instanceof Http2UpstreamStream stream
                && stream.takeHead(attempt.context().responseHead())) {
            streamHead(stream);
            return;
        }
        PooledByteBuffer pooled = attempt.context().takeBuffer();
        boolean free = true;
        try {
            ConduitStreamSourceChannel source = connection.source();
            ByteBuffer raw = pooled.getBuffer();
            while (!stopped && relay == null) {
                int read = source.read(raw.clear());
                if (read <= 0) {
                    if (read < 0) {
                        brokeInHead("connection closed");
                    }
                    return;
                }
                touched = true;
                if (connection instanceof Http2UpstreamStream) {
                    attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "a body before the response head", false);
                    return;
                }
                raw.flip();
                takeHead(raw);
            }
            ResponseBodyRelay begins = relay;
            if (begins != null && !stopped) {
                free = false;
                begins.begin(pooled);
            }
        } catch (IOException e) {
            brokeInHead(FailureText.of(e));
        } finally {
            if (free) {
                attempt.context().giveBack(pooled);
            }
        }
    }

    /** The head is there that came on a stream. */
    private void streamHead(Http2UpstreamStream stream) {
        String flaw = stream.flaw();
        if (flaw != null) {
            attempt.upstreamBroke(HostFailure.BAD_RESPONSE, flaw, false);
            return;
        }
        PooledByteBuffer pooled = attempt.context().takeBuffer();
        finalHead(attempt.context().responseHead(), pooled.getBuffer().limit(0));
        ResponseBodyRelay begins = relay;
        if (begins != null && !stopped) {
            begins.begin(pooled);
        } else {
            attempt.context().giveBack(pooled);
        }
    }

    private void brokeInHead(String how) {
        attempt.upstreamBroke(
                HostFailure.RESET, how + (touched ? " within the response head" : " before a response"), !touched);
    }

    /** Takes heads from what has been read, interim ones and the final one. */
    private void takeHead(ByteBuffer raw) {
        while (!stopped && relay == null && raw.hasRemaining()) {
            byte[] bytes = attempt.context().responseBytes();
            int end = collect(raw, bytes);
            if (end > 0) {
                have = 0;
                begun = null;
                headIs(bytes, end, raw);
            } else if (have == bytes.length) {
                attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "response head over " + bytes.length + " bytes", false);
                return;
            } else if (!ResponseHead.mayBegin(bytes, have)) {
                attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "malformed status line", false);
                return;
            } else {
                begun = Arrays.copyOf(bytes, have);
            }
        }
    }

    /** Adds to what has been read of the head before; its length, with the empty line, once that is there, else 0. */
    private int collect(ByteBuffer raw, byte[] bytes) {
        if (begun != null) {
            System.arraycopy(begun, 0, bytes, 0, have);
        }
        int more = Math.min(raw.remaining(), bytes.length - have);
        raw.get(raw.position(), bytes, have, more);
        int end = ResponseHead.end(bytes, have, have + more);
        int taken = end > 0 ? end - have : more;
        raw.position(raw.position() + taken);
        have += taken;
        return end;
    }

    private void headIs(byte[] bytes, int end, ByteBuffer raw) {
        ResponseHead head = attempt.context().responseHead();
        String flaw = head.read(bytes, end);
        if (flaw != null) {
            attempt.upstreamBroke(HostFailure.BAD_RESPONSE, flaw, false);
        } else if (head.status() >= StatusCodes.OK) {
            finalHead(head, raw);
        } else if (head.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            switchProtocols(head, raw);
        } else if (++interim > MOST_INTERIM) {
            attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "more than " + MOST_INTERIM + " interim responses", false);
        }
    }

    private void switchProtocols(ResponseHead head, ByteBuffer raw) {
        if (attempt.wantsUpgrade() && Tunnel.isAccepted(attempt.exchange(), head)) {
            stopped = true;
            Tunnel.begin(attempt, attempt.exchange(), attempt.context(), connection, head, raw);
        } else {
            attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "101 Switching Protocols that nobody asked for", false);
        }
    }

    private void finalHead(ResponseHead head, ByteBuffer raw) {
        GatewayExchange exchange = attempt.exchange();
        status = head.status();
        if (attempt.wantsUpgrade() && exchange.isHttp2() && status < StatusCodes.MULTIPLE_CHOICES) {
            // By HTTP/2 a tunnel begins with 200: the body would be taken for its first frames.
            attempt.upstreamBroke(HostFailure.BAD_RESPONSE, "status " + status + " in place of 101", false);
            return;
        }
        HttpString method = exchange.http().getRequestMethod();
        ResponseBody body;
        if (connection instanceof Http2UpstreamStream stream) {
            body = ResponseBody.ofStream(head, method);
            persistent = true;
            if (body.isUntilClose() && head.length() != ResponseHead.UNKNOWN) {
                stream.expect(head.length());
            }
        } else {
            body = ResponseBody.of(head, method);
            persistent = head.http11() && !body.isUntilClose() && !ConnectionOptions.closes(head);
        }
        if (!attempt.responds(head, body, persistent, raw)) {
            stopped = true;
            return;
        }
        exchange.http().setStatusCode(status);
        Forwarding wanted = attempt.forwarding();
        RewrittenLocations locations = wanted.steering().locations();
        if (locations != null) {
            sayLocationsAsCalled(head, locations);
        }
        applyHeaders(head, exchange.response(), wanted.responseHeaders());
        ResponsePolicy policy = wanted.responses();
        CachedCall cached = policy.cache() == null ? null : CachedCall.of(exchange.http());
        BodyFilter filter = cached == null ? null : cached.instead();
        boolean instead = filter != null;
        ResponseHold hold = policy.idempotency() == null ? null : IdempotentCall.holdOf(exchange);
        GrpcWebBody web = GrpcWebBody.of(exchange, connection);
        if (web != null) {
            filter = web;
        } else if (!instead && hold == null) {
            GzipBody gzip = policy.compression() ? compressed(head.length()) : null;
            filter = cached == null ? gzip : cached.keeping(gzip, head.length(), body.isUntilClose());
        }
        attempt.stick();
        exchange.stamp();
        if (!exchange.http().isRequestComplete()) {
            exchange.http().setPersistent(false);
        }
        boolean untouched = filter == null && !policy.compression();
        boolean unknown = untouched
                ? head.length() == ResponseHead.UNKNOWN
                : !exchange.response().contains(Headers.CONTENT_LENGTH);
        if (unknown && exchange.http().isHttp11()) {
            exchange.response().put(Headers.TRANSFER_ENCODING, "chunked");
        }
        relay = new ResponseBodyRelay(attempt, connection, body, hold, filter);
    }

    private @Nullable GzipBody compressed(long length) {
        String service = attempt.decided().route().service().name();
        return GzipBody.of(attempt.exchange(), length, attempt.context(), service, attempt.compression());
    }

    /** Hands the headers of a response on to the client, but for those that are for this connection only. */
    static void applyHeaders(ResponseHead head, FieldLines to, HeaderEdits edits) {
        Set<HttpString> connectionOptions = ConnectionOptions.by(head);
        for (int i = 0; i < head.count(); i++) {
            HttpString name = head.name(i);
            if (!STAY.contains(name) && (connectionOptions.isEmpty() || !connectionOptions.contains(name))) {
                to.add(name, head.value(i));
            }
        }
        to.add(VIA, VIA_US);
        if (!edits.isEmpty()) {
            GatewayHeaders.apply(edits, to);
        }
    }

    private void sayLocationsAsCalled(ResponseHead head, RewrittenLocations wanted) {
        if (!head.mayHave(Headers.SET_COOKIE)
                && !head.mayHave(Headers.LOCATION)
                && !head.mayHave(Headers.CONTENT_LOCATION)) {
            return;
        }
        for (int i = 0; i < head.count(); i++) {
            HttpString name = head.name(i);
            boolean cookie = name.equals(Headers.SET_COOKIE);
            if (cookie || name.equals(Headers.LOCATION) || name.equals(Headers.CONTENT_LOCATION)) {
                var said = new ResponseLocations(attempt.decided(), connection.host(), wanted);
                head.value(i, cookie ? said.cookie(head.value(i)) : said.location(head.value(i)));
            }
        }
    }
}
