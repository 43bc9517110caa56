package io.gatehouse.http.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.conduits.ReadReadyHandler;

/** What comes in on a stream, as XNIO reads. */
public final class StreamSource implements OneBufferSource, Runnable {

    private static final int END = -1;

    private final Http2Stream stream;
    private @Nullable ReadReadyHandler handler;
    private @Nullable Runnable whenEnded;
    private boolean resumed;
    private boolean ended;
    private boolean scheduled;

    StreamSource(Http2Stream stream) {
        this.stream = stream;
    }

    /** Has somebody hear when all has been read. */
    public void whenEnded(Runnable hears) {
        whenEnded = hears;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        ErrorCode reset = stream.closedBy();
        if (reset != null && !ended) {
            throw new StreamResetException(reset);
        }
        int read = ended ? 0 : stream.take(to);
        if (!ended && stream.hasInEnded() && !stream.hasSomethingIn()) {
            end();
        }
        return read == 0 && ended ? END : read;
    }

    private void end() {
        ended = true;
        Runnable hears = whenEnded;
        whenEnded = null;
        if (hears != null) {
            hears.run();
        }
    }

    /** There may be something to read, or the stream has ended: tells whoever waits for that. */
    void ready() {
        ReadReadyHandler waits = handler;
        if (resumed && waits != null) {
            waits.readReady();
            if (resumed && isReady()) {
                schedule();
            }
        }
    }

    private boolean isReady() {
        return !ended && (stream.hasSomethingIn() || stream.hasInEnded() || stream.closedBy() != null);
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            getReadThread().execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        if (isReady()) {
            ready();
        }
    }

    @Override
    public void resumeReads() {
        resumed = true;
        if (isReady()) {
            schedule();
        }
    }

    @Override
    public void wakeupReads() {
        resumed = true;
        schedule();
    }

    @Override
    public void suspendReads() {
        resumed = false;
    }

    @Override
    public boolean isReadResumed() {
        return resumed;
    }

    @Override
    public void terminateReads() {
        if (!ended) {
            end();
        }
    }

    @Override
    public boolean isReadShutdown() {
        return ended;
    }

    @Override
    public void awaitReadable() {
        throw new UnsupportedOperationException("nobody blocks here");
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody blocks here");
    }

    @Override
    public XnioIoThread getReadThread() {
        return stream.connection().thread();
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler hears) {
        handler = hears;
    }

    @Override
    public XnioWorker getWorker() {
        return getReadThread().getWorker();
    }
}
