package io.gatehouse.http.connection;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.timer.HasDeadline;
import io.gatehouse.http.timer.PacedCloses;
import io.undertow.conduits.ReadDataStreamSourceConduit;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * A client's HTTP/1.1 connection: reads one request after the other, and hands each on as an Undertow exchange, also those that are
 * malformed, so that whoever answers them is the gateway.
 *
 * <p>It reads on while a request is being answered: that costs less than to stop and to begin again, and shows when the client goes.
 * What the client sends early, a body that nobody reads yet or the next requests, is kept for whoever reads it later; that much, and
 * no more than one buffer. Used on its I/O thread only.
 */
public final class HttpConnection extends ConduitConnection
        implements ClientConnection,
                ChannelListener<ConduitStreamSourceChannel>,
                Runnable,
                HasDeadline,
                PacedCloses.Departing,
                ServerConnection.CloseListener {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ConnectionThread thread;
    private final ClientTimeouts patience;
    private final RequestHandler handler;
    private final RequestBodyConduit body;
    private final ResponseConduit response;
    private final EarlyBytes early = new EarlyBytes(this);
    private boolean requestFieldsKept;
    private @Nullable HttpServerExchange serving;
    private @Nullable ClientWatcher watcher;
    /** The beginning of a head whose rest is still to come; null if there is none. */
    private @Nullable HeadBytes begun;

    private boolean waitsAnew = true;
    private boolean leaving;
    private boolean departing;
    private long waitsSince;
    private int slot = NOWHERE;

    /** A connection that is ready for its first request, on its own I/O thread. */
    public HttpConnection(
            StreamConnection channel,
            ConnectionInfo info,
            ByteBufferPool buffers,
            ConnectionThread thread,
            ClientTimeouts patience,
            RequestHandler handler) {
        super(channel, info, buffers, new FieldLines(thread.spareArrays()), new FieldLines(thread.spareArrays()));
        this.thread = thread;
        this.patience = patience;
        this.handler = handler;
        this.body = new RequestBodyConduit(this, early);
        this.response = new ResponseConduit(this, thread);
        addCloseListener(this);
    }

    @Override
    public void keepRequestFields() {
        requestFieldsKept = true;
    }

    /** Begins to read requests, with what has come already if something has. */
    public void begin(@Nullable PooledByteBuffer come) {
        extraBytes = come;
        thread.scanner().watch(this);
        channel.getSourceChannel().setReadListener(this);
        handleEvent(channel.getSourceChannel());
    }

    @Override
    public void watch(ClientWatcher listener) {
        watcher = listener;
        channel.getSourceChannel().setReadListener(this);
        // Past the conduit of the body: that one may have nothing left to resume, or call for what is kept.
        originalSourceConduit.resumeReads();
    }

    @Override
    public void unwatch() {
        watcher = null;
        originalSourceConduit.suspendReads();
    }

    @Override
    public void sendContinue() throws IOException {
        ByteBuffer text = ByteBuffer.wrap(GO_ON);
        originalSinkConduit.write(text);
        if (text.hasRemaining()) {
            throw new IOException("an interim response could not be written at once");
        }
    }

    @Override
    public void run() {
        handleEvent(channel.getSourceChannel());
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try {
            if (serving != null) {
                readEarly();
            } else if (isOpen() && readHead()) {
                serve(thread.parser().flaw());
            }
        } catch (IOException e) {
            gone();
        }
    }

    /** Ends with whatever is under way: its client has gone, or must not take anything for a whole response. */
    void gone() {
        if (departing) {
            IoUtils.safeClose(this);
        } else if (!leaving) {
            leaving = true;
            thread.scanner().closes().add(this);
        }
    }

    @Override
    public void stop() {
        originalSourceConduit.suspendReads();
        originalSinkConduit.suspendWrites();
    }

    @Override
    public void depart() {
        departing = true;
        ClientWatcher listener = watcher;
        if (serving != null && listener != null) {
            listener.clientHasGone();
        }
        IoUtils.safeClose(this);
    }

    /** Reads until the parser has a whole head, or a flaw; false if there is nothing more to read now. */
    private boolean readHead() throws IOException {
        PooledByteBuffer before = getExtraBytes();
        extraBytes = null;
        ByteBuffer raw = before == null ? thread.scratch().limit(0) : before.getBuffer();
        try {
            do {
                if (!raw.hasRemaining() && !refill(raw)) {
                    return false;
                }
            } while (!takeHead(raw));
            return true;
        } finally {
            keep(raw, before);
        }
    }

    /** Keeps what has come behind a head, in the buffer that it is in if that is one to be kept. */
    private void keep(ByteBuffer raw, @Nullable PooledByteBuffer in) {
        if (raw.hasRemaining() && isOpen()) {
            PooledByteBuffer rest = in;
            if (rest == null) {
                rest = bufferPool.allocate();
                rest.getBuffer().put(raw).flip();
            }
            extraBytes = rest;
        } else if (in != null) {
            in.close();
        }
    }

    private boolean refill(ByteBuffer raw) throws IOException {
        int read = originalSourceConduit.read(raw.clear());
        raw.flip();
        if (read < 0) {
            gone();
        } else if (read == 0) {
            originalSourceConduit.resumeReads();
        }
        return read > 0;
    }

    /** Takes what has come of a head; true once that is all, or more than can be. */
    private boolean takeHead(ByteBuffer raw) {
        HeadBytes some = begun;
        if (some == null) {
            byte[] bytes = thread.headBytes();
            int have = Math.min(raw.remaining(), bytes.length);
            raw.get(raw.position(), bytes, 0, have);
            int end = thread.parser().read(bytes, have);
            raw.position(raw.position() + (end > 0 ? end : have));
            if (end == RequestHeadParser.INCOMPLETE) {
                begun = new HeadBytes(bytes, have);
                waitsAnew = true;
            }
            return end != RequestHeadParser.INCOMPLETE;
        }
        return some.addFrom(raw, thread.parser(), thread.mostHeadBytes());
    }

    /** Has a request answered whose head the parser holds, or as much as there is of it. */
    private void serve(@Nullable Refusal flaw) {
        RequestHeadParser head = thread.parser();
        var http = new HttpServerExchange(this, thread.notUsed(), thread.notUsed(), -1);
        http.setProtocol(head.protocol());
        http.setRequestMethod(head.method());
        http.setRequestScheme(info().scheme());
        http.setRequestURI(head.path());
        query = head.query();
        for (int i = 0; i < head.count(); i++) {
            requestFields.add(head.name(i), head.value(i));
        }
        begun = null;
        serving = http;
        watcher = null;
        http.setPersistent(flaw == null && head.persistent());
        if (flaw == null && (head.chunked() || head.length() > 0)) {
            body.begin(http, head.chunked(), head.length());
            channel.getSourceChannel().setConduit(body);
        } else {
            Connectors.terminateRequest(http);
        }
        try {
            handler.handle(http, flaw);
        } catch (RuntimeException defect) {
            LOG.error("A request could not be begun", defect);
            IoUtils.safeClose(this);
        }
    }

    /** Whether this exchange is being answered, and no later one. */
    boolean isServing(HttpServerExchange http) {
        return serving == http;
    }

    /** Keeps what comes while a request is being answered. */
    private void readEarly() throws IOException {
        if (watcher == null) {
            originalSourceConduit.suspendReads();
            return;
        }
        int read = early.read();
        if (read == EarlyBytes.FULL) {
            // A client that sends more is not watched any longer, and is missed when it is written to.
            unwatch();
        } else if (read < 0) {
            gone();
        }
    }

    @Override
    protected void exchangeComplete(HttpServerExchange http) {
        CompletionListener listener = completion;
        completion = null;
        try {
            if (listener != null) {
                listener.exchangeIsComplete();
            }
        } finally {
            goOn(http);
        }
    }

    private void goOn(HttpServerExchange http) {
        serving = null;
        watcher = null;
        if (!isOpen() || leaving) {
            return;
        }
        clearChannel();
        if (http.isUpgrade()) {
            becomeUpgraded(http);
        } else if (!http.isPersistent()) {
            thread.scanner().forget(this);
            LingeringClose.begin(http, thread.scanner());
        } else {
            clearFields();
            waitsAnew = true;
            channel.getSourceChannel().setReadListener(this);
            if (getExtraBytes() == null) {
                originalSourceConduit.resumeReads();
            } else {
                // Not at once: a client with many requests in one packet must not make the stack deep.
                getIoThread().execute(this);
            }
        }
    }

    private void clearFields() {
        if (requestFieldsKept) {
            requestFieldsKept = false;
            requestFields = new FieldLines(thread.spareArrays());
        } else {
            requestFields.clear();
        }
        responseFields.clear();
    }

    private void becomeUpgraded(HttpServerExchange http) {
        thread.scanner().forget(this);
        if (getExtraBytes() != null) {
            channel.getSourceChannel().setConduit(new ReadDataStreamSourceConduit(originalSourceConduit, this));
        }
        upgraded(http);
    }

    @Override
    public void closed(ServerConnection closed) {
        thread.scanner().forget(this);
        response.free();
        HttpServerExchange http = serving;
        if (http != null) {
            Connectors.terminateRequest(http);
            Connectors.terminateResponse(http);
        }
    }

    @Override
    public void check(long nowNanos) {
        if (serving != null) {
            return;
        }
        HeadBytes some = begun;
        if (waitsAnew) {
            waitsAnew = false;
            waitsSince = nowNanos;
        } else if (some == null) {
            if (nowNanos - waitsSince > patience.keepAlive().toNanos()) {
                gone();
            }
        } else if (nowNanos - waitsSince > patience.head().toNanos()) {
            some.read(thread.parser());
            serve(Refusal.of(Rejection.REQUEST_TIMEOUT));
        }
    }

    @Override
    public void giveUp() {
        if (serving == null) {
            IoUtils.safeClose(this);
        }
    }

    @Override
    public void closeIdle() {
        if (serving == null) {
            // What has come, but has not been read yet, is served.
            run();
            if (serving == null && begun == null && isWatched()) {
                gone();
            }
        }
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int now) {
        slot = now;
    }

    @Override
    protected StreamSinkConduit getSinkConduit(HttpServerExchange http, StreamSinkConduit conduit) {
        response.begin(http);
        return response;
    }
}
