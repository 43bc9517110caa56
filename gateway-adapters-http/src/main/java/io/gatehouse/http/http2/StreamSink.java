package io.gatehouse.http.http2;

import io.gatehouse.http.codec.FieldLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/** What goes out on a stream behind its first header block, as XNIO writes. */
public class StreamSink implements StreamSinkConduit {

    private final Http2Stream stream;
    private @Nullable WriteReadyHandler handler;
    private @Nullable FieldLines trailers;
    private boolean resumed;
    private boolean shutdown;
    private boolean queued;

    /** What goes out on this stream. */
    @SuppressWarnings("this-escape") // The stream only keeps it.
    public StreamSink(Http2Stream stream) {
        this.stream = stream;
        stream.sink(this);
    }

    protected final Http2Stream stream() {
        return stream;
    }

    /** These go behind the body. */
    public final void trailers(FieldLines behind) {
        trailers = behind;
    }

    /** Sends what goes before the body, if that has not been done; with {@code last} nothing comes behind it. */
    protected void begin(boolean last) throws IOException {}

    /** Whether what goes before the body is still to be sent. */
    protected boolean isToBegin() {
        return false;
    }

    /** Whether there is no body, whatever is written. */
    protected boolean isBodiless() {
        return false;
    }

    /** So many bytes may still be written; {@link Long#MAX_VALUE} where nobody has said. */
    protected long left() {
        return Long.MAX_VALUE;
    }

    /** So many bytes have been written. */
    protected void wrote(int bytes) {}

    /** All has been written. */
    protected void ended() {}

    @Override
    public final int write(ByteBuffer from) throws IOException {
        if (shutdown) {
            throw new ClosedChannelException();
        }
        requireOpen();
        int count = from.remaining();
        if (isBodiless()) {
            from.position(from.limit());
            return count;
        }
        if (!begun() || count == 0 || !stream.isWritable()) {
            return 0;
        }
        if (count > left()) {
            throw new IOException("a body is longer than its Content-Length");
        }
        boolean last = count == left() && trailers == null;
        int written = stream.send(from, last);
        wrote(written);
        return written;
    }

    private boolean begun() throws IOException {
        if (isToBegin() && stream.connection().out().hasRoom()) {
            begin(false);
        }
        return !isToBegin();
    }

    private void requireOpen() throws IOException {
        ErrorCode reset = stream.closedBy();
        if (reset != null && !stream.hasOutEnded()) {
            throw new StreamResetException(reset);
        }
    }

    @Override
    public final void terminateWrites() throws IOException {
        if (shutdown) {
            return;
        }
        shutdown = true;
        requireOpen();
        if (left() != Long.MAX_VALUE && left() > 0) {
            stream.reset(ErrorCode.INTERNAL_ERROR);
            throw new IOException("a body is shorter than its Content-Length");
        }
        FieldLines behind = trailers;
        if (isToBegin()) {
            begin(behind == null);
        }
        if (stream.hasOutEnded()) {
            return;
        }
        if (behind != null) {
            stream.beginBlock();
            for (int i = 0; i < behind.count(); i++) {
                stream.add(behind.name(i), behind.value(i));
            }
            stream.sendBlock(true);
        } else {
            stream.sendEnd();
        }
    }

    @Override
    public final boolean flush() throws IOException {
        if (!shutdown) {
            requireOpen();
            if (!begun()) {
                return false;
            }
        }
        stream.connection().out().flushSoon();
        if (shutdown) {
            ended();
        }
        return true;
    }

    /** There is room, or the stream has ended: tells whoever waits for that. */
    final void ready() {
        WriteReadyHandler waits = handler;
        if (resumed && waits != null) {
            waits.writeReady();
            queue();
        }
    }

    /** In line for room; the connection has taken it out. */
    final void leaveLine() {
        queued = false;
    }

    private void queue() {
        if (resumed && !queued && stream.closedBy() == null) {
            queued = true;
            stream.connection().out().waitForRoom(this);
        }
    }

    final boolean isReady() {
        return stream.isWritable() || (isToBegin() && stream.connection().out().hasRoom());
    }

    /** Whether somebody still waits for room. */
    final boolean isWaiting() {
        return resumed && stream.closedBy() == null;
    }

    @Override
    public final void resumeWrites() {
        resumed = true;
        queue();
    }

    @Override
    public final void wakeupWrites() {
        resumeWrites();
    }

    @Override
    public final void suspendWrites() {
        resumed = false;
    }

    @Override
    public final boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public final void truncateWrites() {
        shutdown = true;
        stream.reset(ErrorCode.CANCEL);
    }

    @Override
    public final boolean isWriteShutdown() {
        return shutdown;
    }

    @Override
    public final long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += from[i].hasRemaining() ? write(from[i]) : 0;
            if (from[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public final int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public final long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, from, offset, length);
    }

    @Override
    public final long transferFrom(FileChannel from, long position, long count) throws IOException {
        return from.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public final long transferFrom(StreamSourceChannel from, long count, ByteBuffer through) throws IOException {
        return IoUtils.transfer(from, count, through, new ConduitWritableByteChannel(this));
    }

    @Override
    public final void awaitWritable() {
        throw new UnsupportedOperationException("nobody blocks here");
    }

    @Override
    public final void awaitWritable(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody blocks here");
    }

    @Override
    public final XnioIoThread getWriteThread() {
        return stream.connection().thread();
    }

    @Override
    public final void setWriteReadyHandler(WriteReadyHandler hears) {
        handler = hears;
    }

    @Override
    public final XnioWorker getWorker() {
        return getWriteThread().getWorker();
    }
}
