package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.Tokens;
import io.gatehouse.http.http2.Http2Stream;
import io.gatehouse.http.http2.StreamSink;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.DateUtils;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Set;

/** Writes a response on a stream: its head before the first of its body, or as all there is of it. */
final class StreamResponse extends StreamSink {

    private static final HttpString STATUS = new HttpString(":status");
    private static final Set<HttpString> OF_CONNECTIONS = Set.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("Sec-WebSocket-Accept"));

    private final HttpServerExchange http;
    private final FieldLines headers;
    private boolean headPending;
    private boolean bodiless;
    private long left = Long.MAX_VALUE;
    private boolean over;

    StreamResponse(Http2Stream stream, HttpServerExchange http, FieldLines headers) {
        super(stream);
        this.http = http;
        this.headers = headers;
    }

    /** The response begins; its status and headers are final. */
    void prepare() {
        headPending = true;
        date();
        if (!Connectors.isEntityBodyAllowed(http)) {
            headers.remove(Headers.CONTENT_LENGTH);
            bodiless = true;
        }
        bodiless |= http.getRequestMethod().equals(Methods.HEAD);
        String length = headers.first(Headers.CONTENT_LENGTH);
        left = bodiless || length == null ? Long.MAX_VALUE : Tokens.parseLength(length);
    }

    private void date() {
        if (!headers.contains(Headers.DATE)) {
            headers.add(Headers.DATE, DateUtils.getCurrentDateTime(http));
        }
    }

    /** Sends the head of a response behind which anything may be written, for as long as anybody likes. */
    void beginTunnel() {
        date();
        headers.remove(Headers.CONTENT_LENGTH);
        sendHead(StatusCodes.OK, false);
    }

    @Override
    protected void begin(boolean last) {
        if (headPending) {
            headPending = false;
            sendHead(http.getStatusCode(), last || bodiless);
        }
    }

    private void sendHead(int status, boolean last) {
        Http2Stream to = stream().beginBlock().add(STATUS, Integer.toString(status));
        for (int i = 0; i < headers.count(); i++) {
            if (!OF_CONNECTIONS.contains(headers.name(i))) {
                to.add(headers.name(i), headers.value(i));
            }
        }
        to.sendBlock(last);
    }

    @Override
    protected boolean isToBegin() {
        return headPending;
    }

    @Override
    protected boolean isBodiless() {
        return bodiless;
    }

    @Override
    protected long left() {
        return left;
    }

    @Override
    protected void wrote(int bytes) {
        left -= left == Long.MAX_VALUE ? 0 : bytes;
    }

    @Override
    protected void ended() {
        if (!over) {
            over = true;
            Connectors.terminateResponse(http);
        }
    }
}
