package io.gatehouse.http.http2;

import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.channels.Configurable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * An HTTP/2 connection, either side of it: reads frames and has them acted upon, writes those of its streams in turn, and ends when the peer
 * breaks the protocol or costs more than it may.
 *
 * <p>What one peer can make us hold is bounded: bodies by the windows, header blocks by the limits of heads, what goes out by what the
 * socket takes, streams by their number. Used on its I/O thread only.
 */
public abstract class Http2Connection extends WatchedDeadline implements ChannelListener<ConduitStreamSourceChannel> {

    /** Bytes of a body that a peer may send on a stream before we have taken any. */
    protected static final int STREAM_WINDOW = 256 * 1024;

    /** The same on all streams together. */
    static final int CONNECTION_WINDOW = 1024 * 1024;

    /** What either has before anybody says otherwise. */
    static final int FIRST_WINDOW = 65_535;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);

    /** After so many buffers others on the same I/O thread have their turn. */
    private static final int BUFFERS_AT_A_TIME = 8;

    private static final long LONGEST_CLOSE_NANOS = 2_000_000_000L;

    private final StreamConnection channel;
    private final ByteBufferPool buffers;
    private final DeadlineScanner scanner;
    private final FloodGuard guard;
    private final StreamTable streams;
    private final OutgoingFrames out;
    private final IncomingData in;
    private final IncomingFrames frames;
    private final FrameReader reader;
    private State state = State.OPEN;
    private boolean orderly;
    private boolean saidAll;
    private long stateSince;
    private long movedAt;

    private enum State {
        OPEN,
        /** Its last frame goes out; what comes in is of no interest. */
        CLOSING,
        CLOSED
    }

    /** A connection that is open, and on which nothing has been said. */
    @SuppressWarnings("this-escape") // Its parts only keep it.
    protected Http2Connection(
            StreamConnection channel, ByteBufferPool buffers, DeadlineScanner scanner, HeadLimits limits) {
        this.channel = channel;
        this.buffers = buffers;
        this.scanner = scanner;
        this.guard = new FloodGuard(scanner.now());
        this.streams = new StreamTable(this);
        this.out = new OutgoingFrames(this, channel.getSinkChannel(), buffers, scanner, streams, guard);
        this.in = new IncomingData(this, streams, guard);
        this.frames = new IncomingFrames(this, streams, in, out, guard, limits);
        this.reader = new FrameReader(this, in, frames);
        this.movedAt = scanner.now();
    }

    /** What a client begins with. */
    public static ByteBuffer preface() {
        return ByteBuffer.wrap(PREFACE).asReadOnlyBuffer();
    }

    // ---- for those who have one

    /** A stream begins that the peer has opened; hosts open none. */
    protected void begins(Http2Stream stream, FieldList fields, boolean last) {
        throw new IllegalStateException("hosts open no streams");
    }

    /** Whether the peer may open a stream now. */
    protected boolean admits(int open) {
        return false;
    }

    /** The peer takes no new streams, and none behind this one. */
    protected void peerLeaves(int lastStream) {}

    /** A setting of the peer's. */
    protected void setting(int id, long value) throws IOException {}

    /** A PING that we have sent has come back. */
    protected void pinged() {}

    /** The number of streams has become smaller. */
    protected void streamEnded() {}

    /** It is closed. */
    protected void closed() {}

    /** Which streams the peer opens: the remainder of their numbers divided by two; -1 for none. */
    protected int peersParity() {
        return -1;
    }

    /** The number of the stream that we would open next; 0 if we open none. */
    protected int nextOwnStream() {
        return 0;
    }

    /** How long the peer may take no byte of what is to go out. */
    protected abstract Duration stall();

    /** Looks at deadlines of its own. */
    protected abstract void checkOpen(long nowNanos);

    // ---- reading

    /** Begins to read, with what has come already if something has; {@code hello} is what it begins with on its side. */
    protected final void begin(@Nullable PooledByteBuffer early, ByteBuffer hello, int[] settings) {
        scanner.watch(this);
        channel.setCloseListener(gone -> end());
        out.hello(hello, settings);
        channel.getSourceChannel().setReadListener(this);
        out.hold();
        try {
            if (early != null) {
                try (early) {
                    take(early.getBuffer());
                }
            }
        } finally {
            out.release();
        }
        channel.getSourceChannel().resumeReads();
        handleEvent(channel.getSourceChannel());
    }

    @Override
    public final void handleEvent(ConduitStreamSourceChannel source) {
        if (state == State.CLOSED) {
            return;
        }
        out.hold();
        try (PooledByteBuffer pooled = buffers.allocate()) {
            ByteBuffer raw = pooled.getBuffer();
            int read = 1;
            for (int i = 0; read > 0 && i < BUFFERS_AT_A_TIME && state != State.CLOSED; i++) {
                read = source.read(raw.clear());
                raw.flip();
                if (state == State.OPEN && read > 0) {
                    take(raw);
                }
            }
            if (read < 0) {
                end();
            } else if (read > 0 && state != State.CLOSED) {
                source.wakeupReads();
            }
        } catch (IOException e) {
            end();
        } finally {
            out.release();
        }
        out.flush();
    }

    private void take(ByteBuffer raw) {
        movedAt = scanner.now();
        try {
            reader.read(raw);
        } catch (ConnectionErrorException e) {
            LOG.debug("A peer broke HTTP/2", e);
            close(e.code());
        } catch (RuntimeException defect) {
            LOG.error("A frame could not be acted upon", defect);
            close(ErrorCode.INTERNAL_ERROR);
        }
    }

    /** Whether frames that come in are acted upon. */
    final boolean isReading() {
        return state == State.OPEN;
    }

    final IncomingData in() {
        return in;
    }

    final OutgoingFrames out() {
        return out;
    }

    // ---- streams

    /** Begins a stream of ours. */
    protected final Http2Stream open(int id) {
        return streams.open(id);
    }

    /** Streams that are under way. */
    protected final int open() {
        return streams.size();
    }

    /** The last stream that the peer has opened. */
    protected final int lastPeerStream() {
        return streams.lastPeerStream();
    }

    /** Does something with each stream that is under way. */
    protected final void forEach(Consumer<Http2Stream> action) {
        streams.all().forEach(action);
    }

    /** Resets a stream for what its peer has done. */
    final void resetFor(Http2Stream stream, ErrorCode code) throws ConnectionErrorException {
        guard.reset();
        out.reset(stream.id(), code);
        stream.closed(code);
    }

    /** A request was malformed, and has been answered: resets its stream behind the answer, for whoever looks at streams only. */
    public final void resetMalformed(Http2Stream stream) {
        try {
            guard.reset();
            if (stream.closedBy() == null && state == State.OPEN) {
                out.reset(stream.id(), ErrorCode.PROTOCOL_ERROR);
                if (!stream.hasInEnded()) {
                    stream.closed(ErrorCode.PROTOCOL_ERROR);
                }
            }
        } catch (ConnectionErrorException e) {
            close(e.code());
        }
    }

    final void forget(Http2Stream stream) {
        if (streams.remove(stream)) {
            movedAt = scanner.now();
            streamEnded();
        }
    }

    // ---- ending

    /** Says that no streams behind this one are taken. */
    protected final void sendGoAway(int lastStream, ErrorCode code) {
        out.goAway(lastStream, code);
    }

    protected final void sendPing(long data) {
        out.ping(data);
    }

    /** Says why, ends all streams, and closes the connection once the peer has that. */
    protected final void close(ErrorCode code) {
        if (state != State.OPEN) {
            return;
        }
        out.goAway(streams.lastPeerStream(), code);
        state = State.CLOSING;
        stateSince = scanner.now();
        orderly = code == ErrorCode.NO_ERROR;
        endStreams(code);
        out.flushSoon();
    }

    private void endStreams(ErrorCode code) {
        forEach(stream -> stream.closed(code));
        out.endLine();
    }

    /** The socket has taken all there is to write; true if nothing follows. */
    final boolean drained() {
        if (state == State.CLOSING && !saidAll) {
            saidAll = true;
            stateSince = scanner.now();
        }
        return state == State.CLOSING;
    }

    /** Closes the connection now, with what it says last as far as the socket takes it. */
    protected final void endWhenSent() {
        out.flush();
        end();
    }

    /** Closes the connection at once. */
    public final void end() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        scanner.forget(this);
        endStreams(ErrorCode.CANCEL);
        out.free();
        scanner.closes().close(channel);
        closed();
    }

    public final boolean isOpen() {
        return state == State.OPEN && channel.isOpen();
    }

    final boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- time

    @Override
    public final void check(long nowNanos) {
        guard.fill(nowNanos);
        // A peer that has kept to the protocol gets the last of its responses at its own pace.
        boolean givesUp = saidAll || !orderly;
        if (state == State.CLOSING && givesUp && nowNanos - stateSince > LONGEST_CLOSE_NANOS) {
            end();
        } else if (out.isStalled(nowNanos, stall().toNanos())) {
            end();
        } else if (state == State.OPEN) {
            checkOpen(nowNanos);
        }
    }

    /** Whether the peer has begun a head or a frame that it has not ended. */
    protected final boolean isWithinHead() {
        return frames.isWithinHead() || reader.isWithinFrame();
    }

    /** When something has come last, or a stream has ended. */
    protected final long movedAt() {
        return movedAt;
    }

    // ---- what its streams are made of

    /** What the channels of its streams are configured by. */
    public final Configurable asChannel() {
        return channel;
    }

    /** Its I/O thread. */
    public final XnioIoThread thread() {
        return scanner.thread();
    }

    protected final DeadlineScanner scanner() {
        return scanner;
    }

    public final ByteBufferPool buffers() {
        return buffers;
    }
}
