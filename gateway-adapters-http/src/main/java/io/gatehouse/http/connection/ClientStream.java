package io.gatehouse.http.connection;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.Http2RequestHead;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.http2.ErrorCode;
import io.gatehouse.http.http2.Http2Stream;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * One request of an HTTP/2 client and its response. To the exchange it is a connection of its own: closing it resets the stream and leaves
 * the others alone, and a reset by the client ends the exchange at once, whatever it waits for.
 */
final class ClientStream extends StreamServerConnection implements ClientConnection, Http2Stream.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);
    private static final HttpString STATUS = new HttpString(":status");

    /** In the place of Undertow's header fields, which nobody fills in. */
    private static final HeaderMap NOT_USED = new HeaderMap();

    private final Http2Stream stream;
    private final HttpServerExchange http;
    private final StreamResponse response;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final List<CloseListener> closeListeners = new ArrayList<>(1);
    private final FieldLines responseFields = new FieldLines();
    private FieldLines requestFields = new FieldLines();
    private @Nullable String query;
    private @Nullable ClientWatcher watcher;
    private @Nullable CompletionListener completion;
    private boolean malformed;
    private boolean tunnel;
    private boolean over;

    ClientStream(ClientHttp2Connection connection, Http2Stream stream) {
        super(connection);
        this.stream = stream;
        this.http = new HttpServerExchange(this, NOT_USED, NOT_USED, -1);
        this.response = new StreamResponse(stream, http, responseFields);
        this.source = new ConduitStreamSourceChannel(connection.asChannel(), stream.source());
        this.sink = new ConduitStreamSinkChannel(connection.asChannel(), response);
        stream.source().whenEnded(() -> Connectors.terminateRequest(http));
        stream.listener(this);
    }

    /** Has the request answered whose head this is. */
    void serve(Http2RequestHead head, FieldLines fields, boolean last, RequestHandler handler) {
        Refusal flaw = head.flaw();
        http.setProtocol(Protocols.HTTP_2_0);
        http.setRequestMethod(head.method());
        http.setRequestScheme(info().scheme());
        http.setRequestURI(head.path());
        query = head.query();
        requestFields = fields;
        malformed = flaw != null && flaw.status() == 400;
        if (head.isTunnel() && flaw == null) {
            // What comes on the stream is not of the request.
            Connectors.terminateRequest(http);
        } else if (last || flaw != null) {
            stream.source().terminateReads();
        } else if (head.length() != RequestHeadParser.UNKNOWN) {
            stream.expect(head.length());
        }
        try {
            handler.handle(http, flaw);
        } catch (RuntimeException defect) {
            LOG.error("A request could not be begun", defect);
            stream.reset(ErrorCode.INTERNAL_ERROR);
        }
    }

    /** Trailers: they end the body. */
    @Override
    public void fields(FieldList fields, boolean last) {
        boolean good = last && !fields.isTooLarge();
        var trailers = new FieldLines();
        for (int i = 0; i < fields.count() && good; i++) {
            good = !fields.isPseudo(i)
                    && Http2RequestHead.isTrailerName(fields.name(i))
                    && !Http2RequestHead.hasControl(fields.value(i));
            trailers.add(fields.name(i), fields.value(i));
        }
        if (good) {
            stream.trailers(trailers);
        } else {
            stream.reset(ErrorCode.PROTOCOL_ERROR);
        }
    }

    @Override
    public void reset(ErrorCode code) {
        ClientWatcher listener = watcher;
        watcher = null;
        if (listener != null) {
            listener.clientHasGone();
        }
        end();
        // Whoever else holds on to the exchange hears of it by this.
        Connectors.terminateRequest(http);
        Connectors.terminateResponse(http);
    }

    private void end() {
        if (!over) {
            over = true;
            closeListeners.forEach(one -> one.closed(this));
        }
    }

    @Override
    protected void exchangeComplete(HttpServerExchange ended) {
        try {
            if (completion != null) {
                completion.exchangeIsComplete();
            }
        } finally {
            if (!tunnel) {
                complete();
            }
        }
    }

    private void complete() {
        watcher = null;
        stream.drop();
        if (malformed) {
            connection.resetMalformed(stream);
        } else {
            dropRest();
        }
        end();
    }

    @Override
    public FieldLines requestFields() {
        return requestFields;
    }

    @Override
    public FieldLines responseFields() {
        return responseFields;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public @Nullable FieldLines trailers() {
        return stream.trailers();
    }

    @Override
    public void sendTrailers(FieldLines trailers) {
        response.trailers(trailers);
    }

    @Override
    public void watch(ClientWatcher listener) {
        watcher = listener;
    }

    @Override
    public void unwatch() {
        watcher = null;
    }

    @Override
    public void whenComplete(CompletionListener listener) {
        completion = listener;
    }

    @Override
    public void sendContinue() {
        if (stream.closedBy() == null && !stream.hasOutEnded()) {
            stream.beginBlock().add(STATUS, "100").sendBlock(false);
        }
    }

    @Override
    public void switchProtocols(HttpServerExchange of, HttpUpgradeListener next) {
        tunnel = true;
        http.setStatusCode(StatusCodes.SWITCHING_PROTOCOLS);
        if (stream.closedBy() == null) {
            response.beginTunnel();
        }
        next.handleUpgrade(
                new ConduitChannel(
                        getIoThread(), info(), stream.source(), response, () -> stream.reset(ErrorCode.CANCEL)),
                http);
    }

    /** Ends this stream alone; where its response is complete, the rest of the request is of no interest. */
    @Override
    public void close() {
        if (stream.hasOutEnded()) {
            stream.source().terminateReads();
        } else {
            stream.reset(ErrorCode.INTERNAL_ERROR);
        }
    }

    /** Takes the rest of a request for a while, for some clients lose a response behind which their stream is reset. */
    private void dropRest() {
        if (stream.closedBy() == null && !stream.hasInEnded()) {
            stream.discard();
            connection.later(() -> stream.reset(ErrorCode.NO_ERROR));
        }
    }

    @Override
    public boolean isOpen() {
        return !over && connection.isOpen();
    }

    @Override
    public void addCloseListener(CloseListener listener) {
        closeListeners.add(listener);
    }

    @Override
    protected ConduitStreamSinkChannel getSinkChannel() {
        return sink;
    }

    @Override
    protected ConduitStreamSourceChannel getSourceChannel() {
        return source;
    }

    @Override
    protected StreamSinkConduit getSinkConduit(HttpServerExchange of, StreamSinkConduit conduit) {
        response.prepare();
        return conduit;
    }
}
