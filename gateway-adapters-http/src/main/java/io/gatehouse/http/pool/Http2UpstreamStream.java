package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.Http2RequestHead;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.http2.ErrorCode;
import io.gatehouse.http.http2.Http2Stream;
import io.gatehouse.http.http2.StreamSink;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** One request to a host by HTTP/2, and its response. */
public final class Http2UpstreamStream extends UpstreamConnection implements Http2Stream.Listener {

    private static final HttpString METHOD = new HttpString(":method");
    private static final HttpString SCHEME = new HttpString(":scheme");
    private static final HttpString PATH = new HttpString(":path");
    private static final HttpString AUTHORITY = new HttpString(":authority");

    /** What the head says in other words, or says of a connection by HTTP/1.1. */
    private static final Set<HttpString> LEFT_OUT = Set.of(
            Headers.HOST,
            Headers.CONNECTION,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            Headers.TE,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"));

    private final Http2Upstream connection;
    private final IoThreadContext context;
    private final Http2Stream stream;
    private final StreamSink out;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private @Nullable Runnable reader;
    private @Nullable FieldList come;
    private boolean headTaken;
    private @Nullable String flaw;

    Http2UpstreamStream(Http2Upstream connection, IoThreadContext context) {
        this.connection = connection;
        this.context = context;
        this.stream = connection.open(this);
        this.out = new StreamSink(stream);
        this.source = new ConduitStreamSourceChannel(connection.asChannel(), stream.source());
        this.sink = new ConduitStreamSinkChannel(connection.asChannel(), out);
        source.setReadListener(ready -> read());
    }

    /** Sends a head that is written for HTTP/1.1; with {@code last} nothing comes behind it. */
    public void sendHead(HeadBuffer head, boolean last) {
        RequestHeadParser parser = context.ownHeads();
        head.readBy(parser);
        String query = parser.query();
        String host = connection.pool().authority();
        for (int i = 0; i < parser.count(); i++) {
            host = parser.name(i).equals(Headers.HOST) ? parser.value(i) : host;
        }
        stream.beginBlock()
                .add(METHOD, parser.method().toString())
                .add(SCHEME, host().tls() ? "https" : "http")
                .add(PATH, query == null ? parser.path() : parser.path() + "?" + query)
                .add(AUTHORITY, host);
        for (int i = 0; i < parser.count(); i++) {
            if (!LEFT_OUT.contains(parser.name(i))) {
                stream.add(parser.name(i), parser.value(i));
            }
        }
        stream.add(Headers.TE, "trailers").sendBlock(last);
    }

    /** These go behind the body. */
    public void sendTrailers(@Nullable FieldLines trailers) {
        if (trailers != null) {
            out.trailers(trailers);
        }
    }

    /** Takes the head that has come, if one has; interim ones are passed over. */
    public boolean takeHead(ResponseHead head) {
        FieldList fields = come;
        come = null;
        if (fields == null) {
            return false;
        }
        flaw = read(fields, head);
        headTaken = flaw != null || head.status() >= 200;
        return headTaken;
    }

    /** What is wrong with the head that has been taken; null if nothing is. */
    public @Nullable String flaw() {
        return flaw;
    }

    private static @Nullable String read(FieldList fields, ResponseHead head) {
        if (fields.isTooLarge()) {
            return "a response head that is too long";
        }
        if (fields.count() == 0 || !fields.name(0).toString().equals(":status")) {
            return "no :status";
        }
        String flaw = head.begin(fields.value(0));
        for (int i = 1; i < fields.count() && flaw == null; i++) {
            flaw = fields.isPseudo(i) ? "a pseudo-header out of place" : head.add(fields.name(i), fields.value(i));
        }
        return flaw;
    }

    /** The body has to have so many bytes. */
    public void expect(long bytes) {
        stream.expect(bytes);
    }

    /** What came behind the body; null if nothing did. */
    public @Nullable FieldLines trailers() {
        return stream.trailers();
    }

    /** Whether the host has said that it has not begun with the request. */
    public boolean isRefused() {
        return stream.closedBy() == ErrorCode.REFUSED_STREAM;
    }

    @Override
    public void fields(FieldList fields, boolean last) {
        if (!headTaken) {
            come = fields;
            read();
            come = null;
        } else if (last) {
            trailers(fields);
        } else {
            stream.reset(ErrorCode.PROTOCOL_ERROR);
        }
    }

    private void trailers(FieldList fields) {
        var trailers = new FieldLines();
        for (int i = 0; i < fields.count() && !fields.isTooLarge(); i++) {
            boolean good = !fields.isPseudo(i)
                    && Http2RequestHead.isTrailerName(fields.name(i))
                    && !Http2RequestHead.hasControl(fields.value(i));
            if (good) {
                trailers.add(fields.name(i), fields.value(i));
            }
        }
        stream.trailers(trailers);
    }

    @Override
    public void reset(ErrorCode code) {
        read();
    }

    private void read() {
        Runnable reads = reader;
        if (reads != null) {
            reads.run();
        } else {
            source.suspendReads();
        }
    }

    @Override
    public void lendTo(Runnable reads) {
        reader = reads;
        source.resumeReads();
    }

    @Override
    public HostAddress host() {
        return connection.pool().address();
    }

    @Override
    public void giveBack(long idleNanos) {
        connection.idleLimit(idleNanos);
        close();
    }

    @Override
    public StreamConnection detach() {
        throw new UnsupportedOperationException("a stream is not for anything else");
    }

    /** Ends the stream, if it has not ended. */
    @Override
    public void close() {
        reader = null;
        stream.drop();
        stream.reset(stream.hasInEnded() ? ErrorCode.NO_ERROR : ErrorCode.CANCEL);
    }

    @Override
    public ConduitStreamSourceChannel source() {
        return source;
    }

    @Override
    public ConduitStreamSinkChannel sink() {
        return sink;
    }
}
