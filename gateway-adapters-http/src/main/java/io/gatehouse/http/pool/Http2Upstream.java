package io.gatehouse.http.pool;

import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.http2.ErrorCode;
import io.gatehouse.http.http2.Http2Connection;
import io.gatehouse.http.http2.Http2Stream;
import io.gatehouse.http.http2.SettingsParameter;
import java.time.Duration;
import org.xnio.StreamConnection;

/** A connection to an upstream host by HTTP/2, which is not asked whether it speaks that: many requests at a time, each on a stream. */
final class Http2Upstream extends Http2Connection {

    private static final Duration STALL = Duration.ofSeconds(30);

    /** Until the host has said how many it takes, and where it takes more. */
    private static final int MOST_STREAMS = 100;

    private static final int LAST_ID = Integer.MAX_VALUE - 2;

    private final Http2Pool pool;
    private int nextId = 1;
    private int mostStreams = MOST_STREAMS;
    private boolean leaving;
    private long idleLimit = Duration.ofSeconds(60).toNanos();

    Http2Upstream(Http2Pool pool, StreamConnection channel) {
        super(
                channel,
                pool.context().buffers(),
                pool.scanner(),
                new HeadLimits(pool.limits().responseHead(), pool.limits().responseHead(), 200, 1));
        this.pool = pool;
    }

    void begin() {
        begin(null, preface(), new int[] {
            SettingsParameter.ENABLE_PUSH,
            0,
            SettingsParameter.INITIAL_WINDOW_SIZE,
            STREAM_WINDOW,
            SettingsParameter.MAX_HEADER_LIST_SIZE,
            pool.limits().responseHead()
        });
    }

    Http2Pool pool() {
        return pool;
    }

    /** Whether one more request can go out on it. */
    boolean hasRoom() {
        return isOpen() && !leaving && open() < mostStreams && nextId <= LAST_ID;
    }

    boolean hasServed() {
        return nextId > 1;
    }

    boolean isIdle() {
        return open() == 0;
    }

    /** Begins a stream. */
    Http2Stream open(Http2Stream.Listener listener) {
        Http2Stream stream = open(nextId);
        nextId += 2;
        stream.listener(listener);
        return stream;
    }

    /** For how long it may be idle. */
    void idleLimit(long nanos) {
        idleLimit = nanos;
    }

    /** Takes no more requests, and closes when those that are under way have ended. */
    void retire() {
        leaving = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if ((leaving || nextId > LAST_ID) && open() == 0) {
            close(ErrorCode.NO_ERROR);
            pool.lost(this);
        }
    }

    @Override
    protected int nextOwnStream() {
        return nextId;
    }

    @Override
    protected void peerLeaves(int lastStream) {
        leaving = true;
        forEach(stream -> {
            if (stream.id() > lastStream) {
                stream.refused();
            }
        });
        closeIfUnused();
    }

    @Override
    protected void setting(int id, long value) {
        if (id == SettingsParameter.MAX_CONCURRENT_STREAMS) {
            mostStreams = (int) Math.min(value, MOST_STREAMS);
            thread().execute(pool::serveLine);
        }
    }

    @Override
    protected void streamEnded() {
        closeIfUnused();
        if (isOpen()) {
            // Not at once: whoever ends a stream is in the middle of a step.
            thread().execute(pool::serveLine);
        }
    }

    @Override
    protected Duration stall() {
        return STALL;
    }

    @Override
    protected void checkOpen(long nowNanos) {
        if (open() == 0 && nowNanos - movedAt() > idleLimit) {
            retire();
        }
    }

    @Override
    public void giveUp() {
        end();
    }

    @Override
    protected void closed() {
        pool.lost(this);
    }
}
