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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.channels.Configurable;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * An HTTP/2 connection, either side of it: reads frames and has them acted upon, writes those of its streams in turn, and ends when the peer
 * breaks the protocol or costs more than it may.
 *
 * <p>What one peer can make us hold is bounded: bodies by the windows, header blocks by the limits of heads, what goes out by what the
 * socket takes, streams by their number. Used on its I/O thread only.
 */
public abstract class Http2Connection extends WatchedDeadline
        implements ChannelListener<ConduitStreamSourceChannel>, Runnable {

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

    /** A peer that has us answer, and reads no answers, is let go at this much. */
    private static final int MOST_PENDING = 1024 * 1024;

    /** How many streams are remembered that we have reset: frames may still come for those. */
    private static final int REMEMBERED = 256;

    private static final long LONGEST_CLOSE_NANOS = 2_000_000_000L;
    private static final int SETTING = 6;

    private final StreamConnection channel;
    private final ByteBufferPool buffers;
    private final DeadlineScanner scanner;

    @SuppressWarnings("this-escape") // The reader only keeps it.
    private final FrameReader reader = new FrameReader(this);

    private final FrameOutput out;
    private final FieldDecoder blocks;
    private final FieldEncoder encoder = new FieldEncoder();
    private final FloodGuard guard;
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final Deque<StreamSink> waiting = new ArrayDeque<>();
    private final int[] resetIds = new int[REMEMBERED];
    private int resets;
    private int firstSendWindow = FIRST_WINDOW;
    private int sendWindow = FIRST_WINDOW;
    private int receiveWindow = CONNECTION_WINDOW;
    private int taken;
    private int lastPeerStream;
    private int blockStream;
    private boolean blockLast;
    private @Nullable Http2Stream dataStream;
    private boolean greeted;
    private boolean scheduled;
    private boolean handling;
    private State state = State.OPEN;
    private boolean orderly;
    private boolean saidAll;
    private long stateSince;
    private long movedAt;
    private long wroteAt;

    private enum State {
        OPEN,
        /** Its last frame goes out; what comes in is of no interest. */
        CLOSING,
        CLOSED
    }

    /** A connection that is open, and on which nothing has been said. */
    protected Http2Connection(
            StreamConnection channel, ByteBufferPool buffers, DeadlineScanner scanner, HeadLimits limits) {
        this.channel = channel;
        this.buffers = buffers;
        this.scanner = scanner;
        this.out = new FrameOutput(buffers);
        this.blocks = new FieldDecoder(limits);
        this.guard = new FloodGuard(scanner.now());
        this.movedAt = scanner.now();
        this.wroteAt = movedAt;
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

    /** How long the peer may take no byte of what is to go out. */
    protected abstract Duration stall();

    // ---- beginning

    /** Begins to read, with what has come already if something has; {@code hello} is what it begins with on its side. */
    protected final void begin(@Nullable PooledByteBuffer early, ByteBuffer hello, int[] settings) {
        scanner.watch(this);
        channel.setCloseListener(gone -> end());
        if (hello.hasRemaining()) {
            out.raw(hello);
        }
        ByteBuffer values = out.frame(settings.length / 2 * SETTING, Frame.SETTINGS, 0, 0);
        for (int i = 0; i < settings.length; i += 2) {
            values.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        out.frame(4, Frame.WINDOW_UPDATE, 0, 0).putInt(CONNECTION_WINDOW - FIRST_WINDOW);
        channel.getSourceChannel().setReadListener(this);
        handling = true;
        try {
            if (early != null) {
                try (early) {
                    take(early.getBuffer());
                }
            }
        } finally {
            handling = false;
        }
        channel.getSourceChannel().resumeReads();
        handleEvent(channel.getSourceChannel());
    }

    /** Begins a stream of ours. */
    protected final Http2Stream open(int id) {
        var stream = new Http2Stream(this, id, firstSendWindow);
        streams.put(id, stream);
        return stream;
    }

    // ---- reading

    @Override
    public final void handleEvent(ConduitStreamSourceChannel source) {
        if (state == State.CLOSED) {
            return;
        }
        handling = true;
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
            handling = false;
        }
        flush();
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

    final boolean isReading() {
        return state == State.OPEN;
    }

    private static ConnectionErrorException broken(String what) {
        return new ConnectionErrorException(ErrorCode.PROTOCOL_ERROR, what);
    }

    /** A frame begins. */
    final void frameBegins(int type, int id) throws ConnectionErrorException {
        if (!greeted && type != Frame.SETTINGS) {
            throw broken("the first frame is not SETTINGS");
        }
        if (blockStream != 0 && (type != Frame.CONTINUATION || id != blockStream)) {
            throw broken("a header block is interrupted");
        }
    }

    // ---- reading bodies

    final void dataBegins(int id, int length) throws ConnectionErrorException {
        dataStream = null;
        Http2Stream stream = streams.get(id);
        if (stream == null && !isRemembered(id)) {
            requireNotIdle(id);
            throw new ConnectionErrorException(ErrorCode.STREAM_CLOSED, "a body on a stream that has ended");
        }
        receiveWindow -= length;
        if (receiveWindow < 0) {
            throw new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "more than the window of the connection");
        }
        if (length == 0) {
            guard.spend();
        } else if (length >= 1024) {
            guard.earn();
        }
        if (stream == null) {
            return;
        }
        if (stream.hasInEnded()) {
            resetFor(stream, ErrorCode.STREAM_CLOSED);
        } else if (stream.admits(length)) {
            dataStream = stream;
        } else {
            resetFor(stream, ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    final void data(ByteBuffer content) throws ConnectionErrorException {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closedBy() != null) {
            credit(content.remaining());
        } else if (!stream.received(content)) {
            dataStream = null;
            resetFor(stream, ErrorCode.PROTOCOL_ERROR);
        }
    }

    final void padding(int bytes) {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closedBy() != null) {
            credit(bytes);
        } else {
            stream.credit(bytes);
        }
    }

    final void dataEnds(int length, boolean last) throws ConnectionErrorException {
        Http2Stream stream = dataStream;
        dataStream = null;
        if (stream == null || stream.closedBy() != null) {
            return;
        }
        if (last) {
            inEnds(stream);
        }
        if (stream.closedBy() == null && (length > 0 || last)) {
            stream.readable();
        }
    }

    /** All of a stream has come. */
    private void inEnds(Http2Stream stream) throws ConnectionErrorException {
        if (stream.inEnds()) {
            stream.closeIfEnded();
        } else {
            resetFor(stream, ErrorCode.PROTOCOL_ERROR);
        }
    }

    /** So many bytes of bodies take no room any more. */
    final void credit(int bytes) {
        taken += bytes;
        if (taken >= CONNECTION_WINDOW / 2 && state == State.OPEN) {
            receiveWindow += taken;
            openWindow(0, taken);
            taken = 0;
        }
    }

    final void openWindow(int id, int by) {
        out.frame(4, Frame.WINDOW_UPDATE, 0, id).putInt(by);
        flushSoon();
    }

    // ---- reading all else

    final void frame(int type, int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        switch (type) {
            case Frame.HEADERS -> headers(flags, id, payload, length);
            case Frame.CONTINUATION -> continuation(flags, payload, length);
            case Frame.PRIORITY -> priority(id, payload, length);
            case Frame.RST_STREAM -> reset(id, payload, length);
            case Frame.SETTINGS -> settings(flags, id, payload, length);
            case Frame.PUSH_PROMISE -> throw broken("a push that nobody has asked for");
            case Frame.PING -> ping(flags, id, payload, length);
            case Frame.GOAWAY -> goneAway(id, payload, length);
            case Frame.WINDOW_UPDATE -> windowUpdate(id, payload, length);
            default -> guard.spend();
        }
        if (out.pending() > MOST_PENDING) {
            throw new ConnectionErrorException(ErrorCode.ENHANCE_YOUR_CALM, "answers are not read");
        }
    }

    private void headers(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id == 0) {
            throw broken("HEADERS of no stream");
        }
        boolean known = streams.containsKey(id) || isRemembered(id);
        if (!known && (peersParity() != (id & 1) || (id <= lastPeerStream && !isClosed(id)))) {
            throw broken("a stream that cannot begin");
        }
        if (!known && isClosed(id)) {
            throw new ConnectionErrorException(ErrorCode.STREAM_CLOSED, "HEADERS on a stream that has ended");
        }
        if ((flags & Frame.HAS_PRIORITY) != 0) {
            int at = (flags & Frame.PADDED) != 0 ? 1 : 0;
            if (length >= at + 4 && (FrameReader.number(payload, at) & 0x7fff_ffff) == id) {
                throw broken("a stream that depends on itself");
            }
        }
        blocks.begin(payload, length, flags);
        blockStream = id;
        blockLast = (flags & Frame.END_STREAM) != 0;
        if ((flags & Frame.END_HEADERS) != 0) {
            blockEnds();
        }
    }

    private void continuation(int flags, byte[] payload, int length) throws ConnectionErrorException {
        if (blockStream == 0) {
            throw broken("CONTINUATION of nothing");
        }
        if (length == 0) {
            guard.spend();
        }
        blocks.add(payload, 0, length);
        if ((flags & Frame.END_HEADERS) != 0) {
            blockEnds();
        }
    }

    private void blockEnds() throws ConnectionErrorException {
        int id = blockStream;
        blockStream = 0;
        FieldList fields = blocks.fields();
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            more(stream, fields);
        } else if (!isRemembered(id)) {
            lastPeerStream = id;
            first(id, fields);
        }
    }

    private void first(int id, FieldList fields) throws ConnectionErrorException {
        if (!admits(streams.size())) {
            guard.reset();
            refuse(id);
            return;
        }
        guard.earn();
        Http2Stream stream = open(id);
        if (blockLast) {
            stream.inEnds();
        }
        begins(stream, fields, blockLast);
    }

    private void refuse(int id) {
        remember(id);
        out.frame(4, Frame.RST_STREAM, 0, id).putInt(ErrorCode.REFUSED_STREAM.number());
    }

    private void more(Http2Stream stream, FieldList fields) throws ConnectionErrorException {
        guard.earn();
        if (stream.hasInEnded()) {
            resetFor(stream, ErrorCode.STREAM_CLOSED);
            return;
        }
        boolean last = blockLast;
        if (last) {
            // Before it is told of them: whoever reads a head may read on, and finds that nothing follows.
            stream.inEnds();
        }
        stream.listener().fields(fields, last);
        if (last && stream.closedBy() == null) {
            inEnds(stream);
            stream.readable();
        }
    }

    private void priority(int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id == 0) {
            throw broken("PRIORITY of no stream");
        }
        guard.spend();
        if (length != 5) {
            throw new ConnectionErrorException(ErrorCode.FRAME_SIZE_ERROR, "PRIORITY of another length");
        }
        if ((FrameReader.number(payload, 0) & 0x7fff_ffff) == id) {
            throw broken("a stream that depends on itself");
        }
    }

    private void reset(int id, byte[] payload, int length) throws ConnectionErrorException {
        requireLength(length, 4);
        requireNotIdle(id);
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            guard.spend();
            return;
        }
        ErrorCode code = ErrorCode.of(FrameReader.number(payload, 0));
        stream.closed(code);
        if (peersParity() >= 0) {
            guard.reset();
        }
    }

    private void settings(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw broken("SETTINGS of a stream");
        }
        boolean ack = (flags & Frame.ACK) != 0;
        if (ack ? length != 0 : length % SETTING != 0) {
            throw new ConnectionErrorException(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of another length");
        }
        greeted = true;
        guard.spend();
        if (ack) {
            return;
        }
        for (int at = 0; at < length; at += SETTING) {
            int name = (payload[at] & 0xff) << 8 | (payload[at + 1] & 0xff);
            set(name, FrameReader.number(payload, at + 2) & 0xffff_ffffL);
        }
        out.frame(0, Frame.SETTINGS, Frame.ACK, 0);
    }

    private void set(int name, long value) throws ConnectionErrorException {
        switch (name) {
            case SettingsParameter.HEADER_TABLE_SIZE -> encoder.limit(value);
            case SettingsParameter.ENABLE_PUSH -> {
                if (value > 1) {
                    throw broken("a setting is out of range");
                }
            }
            case SettingsParameter.INITIAL_WINDOW_SIZE -> firstWindow(value);
            case SettingsParameter.MAX_FRAME_SIZE -> {
                if (value < Frame.LONGEST || value > 0xff_ffff) {
                    throw broken("a setting is out of range");
                }
            }
            default -> {
                try {
                    setting(name, value);
                } catch (IOException e) {
                    throw broken("a setting that cannot be");
                }
            }
        }
    }

    private void firstWindow(long size) throws ConnectionErrorException {
        if (size > Integer.MAX_VALUE) {
            throw new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
        }
        long by = size - firstSendWindow;
        firstSendWindow = (int) size;
        for (Http2Stream stream : streams.values()) {
            if (!stream.moveWindow(by)) {
                throw new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
            }
        }
        flushSoon();
    }

    private void ping(int flags, int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw broken("PING of a stream");
        }
        requireLength(length, 8);
        guard.spend();
        if ((flags & Frame.ACK) != 0) {
            pinged();
        } else {
            out.frame(8, Frame.PING, Frame.ACK, 0).put(payload, 0, 8);
        }
    }

    private void goneAway(int id, byte[] payload, int length) throws ConnectionErrorException {
        if (id != 0) {
            throw broken("GOAWAY of a stream");
        }
        if (length < 8) {
            throw new ConnectionErrorException(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY of another length");
        }
        guard.spend();
        peerLeaves(FrameReader.number(payload, 0) & 0x7fff_ffff);
    }

    private void windowUpdate(int id, byte[] payload, int length) throws ConnectionErrorException {
        requireLength(length, 4);
        int by = FrameReader.number(payload, 0) & 0x7fff_ffff;
        guard.spend();
        if (id == 0) {
            if (by == 0) {
                throw broken("a window that opens by nothing");
            }
            if ((long) sendWindow + by > Integer.MAX_VALUE) {
                throw new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
            }
            sendWindow += by;
        } else {
            requireNotIdle(id);
            Http2Stream stream = streams.get(id);
            if (stream != null && by == 0) {
                resetFor(stream, ErrorCode.PROTOCOL_ERROR);
            } else if (stream != null && !stream.moveWindow(by)) {
                resetFor(stream, ErrorCode.FLOW_CONTROL_ERROR);
            }
        }
        flushSoon();
    }

    private static void requireLength(int length, int wanted) throws ConnectionErrorException {
        if (length != wanted) {
            throw new ConnectionErrorException(ErrorCode.FRAME_SIZE_ERROR, "a frame of another length");
        }
    }

    private void requireNotIdle(int id) throws ConnectionErrorException {
        if (id == 0 || !(streams.containsKey(id) || isClosed(id))) {
            throw broken("a frame of a stream that has not begun");
        }
    }

    /** Whether a stream of this number has been there. */
    private boolean isClosed(int id) {
        return (id & 1) == peersParity() ? id <= lastPeerStream : id < nextOwnStream();
    }

    /** The number of the stream that we would open next; 0 if we open none. */
    protected int nextOwnStream() {
        return 0;
    }

    /** The last stream that the peer has opened. */
    protected final int lastPeerStream() {
        return lastPeerStream;
    }

    // ---- ending streams

    /** Resets a stream for what its peer has done. */
    private void resetFor(Http2Stream stream, ErrorCode code) throws ConnectionErrorException {
        guard.reset();
        sendReset(stream, code);
        stream.closed(code);
    }

    /** A request was malformed, and has been answered: resets its stream behind the answer, for whoever looks at streams only. */
    public final void resetMalformed(Http2Stream stream) {
        try {
            guard.reset();
            if (stream.closedBy() == null && state == State.OPEN) {
                sendReset(stream, ErrorCode.PROTOCOL_ERROR);
                if (!stream.hasInEnded()) {
                    stream.closed(ErrorCode.PROTOCOL_ERROR);
                }
            }
        } catch (ConnectionErrorException e) {
            close(e.code());
        }
    }

    final void sendReset(Http2Stream stream, ErrorCode code) {
        remember(stream.id());
        out.frame(4, Frame.RST_STREAM, 0, stream.id()).putInt(code.number());
        flushSoon();
    }

    private void remember(int id) {
        resetIds[resets++ % REMEMBERED] = id;
    }

    private boolean isRemembered(int id) {
        if (id < nextOwnStream() && (id & 1) == 1 && peersParity() != 1) {
            return true;
        }
        for (int i = 0; i < REMEMBERED && i < resets; i++) {
            if (resetIds[i] == id && id != 0) {
                return true;
            }
        }
        return false;
    }

    final void forget(Http2Stream stream) {
        if (streams.remove(stream.id(), stream)) {
            movedAt = scanner.now();
            streamEnded();
        }
    }

    /** Streams that are under way. */
    protected final int open() {
        return streams.size();
    }

    /** Does something with each stream that is under way. */
    protected final void forEach(Consumer<Http2Stream> action) {
        List<Http2Stream> all = new ArrayList<>(streams.values());
        all.forEach(action);
    }

    // ---- writing

    /** Whether there is room for a header block. */
    final boolean hasRoom() {
        return out.hasRoom() && state == State.OPEN;
    }

    /** Whether there is room for some of a body. */
    final boolean hasRoomForBody() {
        return sendWindow > 0 && hasRoom();
    }

    final FieldEncoder encoder() {
        return encoder;
    }

    final void sendFields(Http2Stream stream, boolean last) {
        encoder.send(out, stream.id(), last);
        flushSoon();
    }

    final int send(Http2Stream stream, ByteBuffer content, int most, boolean last) {
        int may = Math.min(most, sendWindow);
        if (may <= 0 || !hasRoomForBody()) {
            return 0;
        }
        int sent = out.data(content, may, stream.id(), last);
        sendWindow -= sent;
        guard.earn();
        return sent;
    }

    final void sendEnd(Http2Stream stream) {
        out.frame(0, Frame.DATA, Frame.END_STREAM, stream.id());
        flushSoon();
    }

    /** Says that no streams behind this one are taken. */
    protected final void sendGoAway(int lastStream, ErrorCode code) {
        out.frame(8, Frame.GOAWAY, 0, 0).putInt(lastStream).putInt(code.number());
        flushSoon();
    }

    protected final void sendPing(long data) {
        out.frame(8, Frame.PING, 0, 0).putLong(data);
        flushSoon();
    }

    final void waitForRoom(StreamSink one) {
        waiting.addLast(one);
        flushSoon();
    }

    /** Writes what there is when all that happens now has happened. */
    final void flushSoon() {
        if (!scheduled && !handling) {
            scheduled = true;
            thread().execute(this);
        }
    }

    @Override
    public final void run() {
        scheduled = false;
        flush();
    }

    private void flush() {
        if (state == State.CLOSED) {
            return;
        }
        try {
            boolean all = write();
            if (state == State.OPEN && out.hasRoom() && serve()) {
                flushSoon();
                all = write();
            }
            if (all && out.pending() == 0) {
                channel.getSinkChannel().suspendWrites();
                drained();
            } else if (!all) {
                channel.getSinkChannel().setWriteListener(this::writable);
                channel.getSinkChannel().resumeWrites();
            }
        } catch (IOException e) {
            end();
        }
    }

    private void writable(ConduitStreamSinkChannel ready) {
        flush();
    }

    private boolean write() throws IOException {
        int before = out.pending();
        boolean all = out.writeTo(channel.getSinkChannel());
        if (before == 0 || out.pending() < before) {
            wroteAt = scanner.now();
        }
        return all;
    }

    /** Gives those that wait for room their turn, each once; true if there is more to do. */
    private boolean serve() {
        boolean served = false;
        for (int i = waiting.size(); i > 0 && !waiting.isEmpty(); i--) {
            StreamSink one = waiting.removeFirst();
            if (one.isReady()) {
                one.leaveLine();
                one.ready();
                served = true;
            } else if (one.isWaiting()) {
                waiting.addLast(one);
            } else {
                one.leaveLine();
            }
        }
        return served;
    }

    private void drained() throws IOException {
        if (state == State.CLOSING) {
            if (!saidAll) {
                saidAll = true;
                stateSince = scanner.now();
            }
            channel.getSinkChannel().shutdownWrites();
            channel.getSinkChannel().flush();
        }
    }

    // ---- ending

    /** Says why, ends all streams, and closes the connection once the peer has that. */
    protected final void close(ErrorCode code) {
        if (state != State.OPEN) {
            return;
        }
        sendGoAway(lastPeerStream, code);
        state = State.CLOSING;
        stateSince = scanner.now();
        orderly = code == ErrorCode.NO_ERROR;
        endStreams(code);
        flushSoon();
    }

    private void endStreams(ErrorCode code) {
        forEach(stream -> stream.closed(code));
        waiting.clear();
    }

    /** Closes the connection now, with what it says last as far as the socket takes it. */
    protected final void endWhenSent() {
        flush();
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
        IoUtils.safeClose(channel);
        closed();
    }

    public final boolean isOpen() {
        return state == State.OPEN && channel.isOpen();
    }

    @Override
    public final void check(long nowNanos) {
        guard.fill(nowNanos);
        // A peer that has kept to the protocol gets the last of its responses at its own pace.
        boolean givesUp = saidAll || !orderly;
        if (state == State.CLOSING && givesUp && nowNanos - stateSince > LONGEST_CLOSE_NANOS) {
            end();
        } else if (out.pending() > 0 && nowNanos - wroteAt > stall().toNanos()) {
            end();
        } else if (state == State.OPEN) {
            checkOpen(nowNanos);
        }
    }

    /** Looks at deadlines of its own. */
    protected abstract void checkOpen(long nowNanos);

    /** Whether the peer has begun a head or a frame that it has not ended. */
    protected final boolean isWithinHead() {
        return !greeted || blockStream != 0 || reader.isWithinFrame();
    }

    /** When something has come last, or a stream has ended. */
    protected final long movedAt() {
        return movedAt;
    }

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
