package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One connection to an upstream host: lent to one request after the other, and closed as soon as anything about it is
 * in doubt. Used on its I/O thread only.
 */
final class Http1Connection extends UpstreamConnection implements ChannelListener<ConduitStreamSourceChannel> {

    private final Http1Pool pool;
    private final StreamConnection channel;
    private @Nullable Runnable reader;
    private State state = State.OPEN;
    private boolean counted = true;
    private long idleSince;
    private long idleLimit;
    private int loans;

    private enum State {
        /** Idle, or lent to a {@code reader}. */
        OPEN,
        /** Lent for good. */
        DETACHED,
        CLOSED
    }

    /** A connection that has been opened; {@code ended} runs when it is closed, whoever has it then. */
    Http1Connection(Http1Pool pool, StreamConnection channel, Runnable ended) {
        this.pool = pool;
        this.channel = channel;
        channel.setCloseListener(gone -> {
            // XNIO may say so more than once.
            if (counted) {
                counted = false;
                ended.run();
            }
            close();
        });
        channel.getSourceChannel().setReadListener(this);
        channel.getSourceChannel().resumeReads();
    }

    @Override
    public void lendTo(Runnable reader) {
        this.reader = reader;
        loans++;
        if (!source().isReadResumed()) {
            source().resumeReads();
        }
    }

    @Override
    public HostAddress host() {
        return pool.address();
    }

    @Override
    public void giveBack(long idleNanos) {
        reader = null;
        idleLimit = idleNanos;
        if (!source().isReadResumed()) {
            source().resumeReads();
        }
        pool.takeBack(this);
    }

    @Override
    public StreamConnection detach() {
        reader = null;
        if (state == State.OPEN) {
            state = State.DETACHED;
            pool.lost(this);
        }
        return channel;
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSED;
            reader = null;
            pool.scanner().closes().close(channel);
            pool.lost(this);
        }
    }

    boolean isOpen() {
        return state == State.OPEN && channel.isOpen();
    }

    @Override
    public ConduitStreamSourceChannel source() {
        return channel.getSourceChannel();
    }

    @Override
    public ConduitStreamSinkChannel sink() {
        return channel.getSinkChannel();
    }

    void idleFrom(long nowNanos) {
        idleSince = nowNanos;
    }

    long idleSince() {
        return idleSince;
    }

    /** How long it has been idle. */
    long idleNanos(long nowNanos) {
        return nowNanos - idleSince;
    }

    boolean hasIdledTooLong(long nowNanos) {
        return idleNanos(nowNanos) > idleLimit;
    }

    /** Whether it has been lent again after a first loan. */
    boolean isReused() {
        return loans > 1;
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        if (reader != null) {
            reader.run();
        } else if (state == State.OPEN && isStale()) {
            pool.closedByHost(this);
            close();
        }
    }

    /**
     * Whether an idle connection has been closed by the host, or has sent what nobody asked for; asks the system, which may
     * know before the I/O thread has been notified.
     */
    boolean isStale() {
        PooledByteBuffer buffer = pool.context().takeBuffer();
        try {
            return source().read(buffer.getBuffer()) != 0;
        } catch (IOException e) {
            return true;
        } finally {
            pool.context().giveBack(buffer);
        }
    }
}
