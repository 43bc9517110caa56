package io.gatehouse.http.admin;

import io.gatehouse.http.exchange.DeadlineScanner;
import io.gatehouse.http.exchange.HasDeadline;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * A connection to the admin server, and until when its client has to have done what is awaited of him: to have sent a whole
 * head, a whole body, or to have taken a whole answer. A client that sends or takes a byte from time to time gains nothing.
 *
 * <p>Used on the server's I/O thread only.
 */
final class AdminConnection implements HasDeadline {

    private static final Duration FIRST_HEAD = Duration.ofSeconds(5);
    /** Between two requests of a connection that is kept; the head itself has {@link AdminServer}'s time for heads. */
    private static final Duration NEXT_HEAD = Duration.ofSeconds(60);

    private static final Duration BODY = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** What a body or an answer has in addition for each of its bytes: a second for a mebibyte. */
    private static final long NANOS_A_BYTE = 1_000_000_000L >> 20;

    private final StreamConnection connection;
    private final @Nullable InetAddress peer;
    private final DeadlineScanner ticker;
    private long since;
    private long patienceNanos;
    private boolean awaitsRequest;
    private RequestBodies.@Nullable Room receiving;
    private int slot = NOWHERE;

    AdminConnection(StreamConnection connection, @Nullable InetAddress peer, DeadlineScanner ticker) {
        this.connection = connection;
        this.peer = peer;
        this.ticker = ticker;
        await(FIRST_HEAD, 0);
        awaitsRequest = true;
    }

    /** Whether no whole request, body included, has arrived since it was opened, or since its last answer. */
    boolean awaitsRequest() {
        return awaitsRequest;
    }

    boolean isFrom(@Nullable InetAddress address) {
        return address != null && address.equals(peer);
    }

    /** Its request has arrived, and is being answered: that takes as long as it takes. */
    void working() {
        awaitsRequest = false;
        receiving = null;
        ticker.forget(this);
    }

    /** A body is to arrive, whose room is given back if the connection ends before it has. */
    void receiving(RequestBodies.Room room) {
        receiving = room;
        await(BODY, room.bytes());
    }

    void sending(long bytes) {
        working();
        await(ANSWER, bytes);
    }

    /** It may send another request. */
    void kept() {
        awaitsRequest = true;
        await(NEXT_HEAD, 0);
    }

    private void await(Duration atMost, long bytes) {
        since = ticker.now();
        patienceNanos = atMost.toNanos() + bytes * NANOS_A_BYTE;
        ticker.watch(this);
    }

    void close() {
        ticker.forget(this);
        if (receiving != null) {
            receiving.release();
        }
        IoUtils.safeClose(connection);
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - since > patienceNanos) {
            close();
        }
    }

    @Override
    public void giveUp() {
        close();
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int now) {
        slot = now;
    }
}
