package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminStream;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The connections of the admin server. Every new one is let in; where there are too many, an old one goes for it: first one
 * of the same address that has not sent a whole request, then any such, then the oldest. So nobody silences the server by
 * holding connections. Those from loopback addresses have room of their own, which nobody else can take.
 *
 * <p>What is held in responses that clients have not taken yet is bounded in the same way: the response that has been
 * waiting the longest goes for a new one.
 *
 * <p>Used on the server's I/O thread only.
 */
final class AdminConnections implements ChannelListener<StreamConnection> {

    static final int MOST_OF_OTHERS = 256;
    static final int MOST_FROM_LOOPBACK = 128;
    static final long MOST_RESPONSE_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final ChannelListener<? super StreamConnection> next;
    private final DeadlineScanner scanner;
    private final Predicate<InetAddress> loopback;
    private final Predicate<InetSocketAddress> admitted;
    private final Map<StreamConnection, Connection> local = new LinkedHashMap<>();
    private final Map<StreamConnection, Connection> others = new LinkedHashMap<>();
    private final Map<Connection, Integer> responses = new LinkedHashMap<>();
    private long responseBytes;
    private int streams;

    /** Hands connections on to {@code next}; {@code loopback} says which addresses count as such, {@code admitted} who may connect at all. */
    AdminConnections(
            ChannelListener<? super StreamConnection> next,
            DeadlineScanner scanner,
            Predicate<InetAddress> loopback,
            Predicate<InetSocketAddress> admitted) {
        this.next = next;
        this.scanner = scanner;
        this.loopback = loopback;
        this.admitted = admitted;
    }

    DeadlineScanner scanner() {
        return scanner;
    }

    @Override
    public void handleEvent(StreamConnection opened) {
        InetSocketAddress socket = opened.getPeerAddress(InetSocketAddress.class);
        if (socket == null || !admitted.test(socket)) {
            IoUtils.safeClose(opened);
            return;
        }
        InetAddress peer = socket.getAddress();
        boolean near = loopback.test(peer);
        Map<StreamConnection, Connection> all = near ? local : others;
        if (all.size() >= (near ? MOST_FROM_LOOPBACK : MOST_OF_OTHERS)) {
            victim(all, peer).close();
        }
        var connection = new Connection(opened, peer, scanner);
        all.put(opened, connection);
        opened.setCloseListener(closed -> onIoThread(() -> {
            all.remove(opened);
            connection.close();
            taken(connection);
        }));
        next.handleEvent(opened);
    }

    private static Connection victim(Map<StreamConnection, Connection> all, @Nullable InetAddress newcomer) {
        Connection oldest = null;
        Connection silent = null;
        for (Connection one : all.values()) {
            oldest = oldest == null ? one : oldest;
            if (one.awaitsRequest()) {
                if (one.isFrom(newcomer)) {
                    return one;
                }
                silent = silent == null ? one : silent;
            }
        }
        Connection victim = silent == null ? oldest : silent;
        if (victim == null) {
            throw new IllegalStateException("there is none");
        }
        return victim;
    }

    /** Who closes the server is another thread. */
    private void onIoThread(Runnable task) {
        if (Thread.currentThread() == scanner.thread()) {
            task.run();
            return;
        }
        try {
            scanner.thread().execute(task);
        } catch (RejectedExecutionException atTheEnd) {
            // Nobody is let in any more.
        }
    }

    /** The connection of a request; null if that has just been closed. */
    @Nullable
    Connection of(HttpServerExchange exchange) {
        StreamConnection key = ((AbstractServerConnection) exchange.getConnection()).getChannel();
        Connection known = local.get(key);
        return known == null ? others.get(key) : known;
    }

    /** So many bytes wait for the client of this connection to take them. */
    void holds(Connection connection, int bytes) {
        connection.sending(bytes);
        taken(connection);
        Iterator<Connection> oldest = responses.keySet().iterator();
        while (oldest.hasNext() && responseBytes + bytes > MOST_RESPONSE_BYTES) {
            Connection slow = oldest.next();
            responseBytes -= responses.getOrDefault(slow, 0);
            oldest.remove();
            slow.close();
        }
        responses.put(connection, bytes);
        responseBytes += bytes;
    }

    /** Takes the place of a stream, which is given back when the connection ends; false if there is none left. */
    boolean takesStream(Connection connection) {
        if (streams == AdminStream.MOST) {
            return false;
        }
        streams++;
        connection.streams(() -> streams--);
        return true;
    }

    /** The client has taken its response, or never will. */
    void taken(Connection connection) {
        Integer bytes = responses.remove(connection);
        responseBytes -= bytes == null ? 0 : bytes;
    }

    /**
     * A connection to the admin server, and until when its client has to have done what is awaited of him: to have sent a whole
     * head, a whole body, or to have taken a whole response. A client that sends or takes a byte from time to time gains nothing.
     *
     * <p>Used on the server's I/O thread only.
     */
    static final class Connection extends WatchedDeadline {

        private static final Duration FIRST_HEAD = Duration.ofSeconds(5);
        /** Between two requests of a connection that is kept; the head itself has {@link AdminServer}'s time for heads. */
        private static final Duration NEXT_HEAD = Duration.ofSeconds(60);

        private static final Duration BODY = Duration.ofSeconds(10);
        private static final Duration RESPONSE = Duration.ofSeconds(30);
        /** What a body or a response has in addition for each of its bytes: a second for a mebibyte. */
        private static final long NANOS_A_BYTE = 1_000_000_000L >> 20;

        private final StreamConnection connection;
        private final @Nullable InetAddress peer;
        private final DeadlineScanner scanner;
        private long since;
        private long patienceNanos;
        private boolean awaitsRequest;
        private RequestBodies.@Nullable Room receiving;
        private final List<Runnable> atEnd = new ArrayList<>(0);

        Connection(StreamConnection connection, @Nullable InetAddress peer, DeadlineScanner scanner) {
            this.connection = connection;
            this.peer = peer;
            this.scanner = scanner;
            await(FIRST_HEAD, 0);
            awaitsRequest = true;
        }

        /** Whether no whole request, body included, has arrived since it was opened, or since its last response. */
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
            scanner.forget(this);
        }

        /** A body is to arrive, whose room is given back if the connection ends before it has. */
        void receiving(RequestBodies.Room room) {
            receiving = room;
            await(BODY, room.bytes());
        }

        void sending(long bytes) {
            working();
            await(RESPONSE, bytes);
        }

        /** It may send another request. */
        void kept() {
            awaitsRequest = true;
            await(NEXT_HEAD, 0);
        }

        private void await(Duration atMost, long bytes) {
            since = scanner.now();
            patienceNanos = atMost.toNanos() + bytes * NANOS_A_BYTE;
            scanner.watch(this);
        }

        /** A stream goes by it, so there is this to do when it ends. */
        void streams(Runnable end) {
            atEnd.add(end);
        }

        /** Notices from now on when the client leaves; one that goes on to send behind its request has not understood what it gets. */
        void watchClient() {
            ConduitStreamSourceChannel source = connection.getSourceChannel();
            ByteBuffer more = ByteBuffer.allocate(1);
            source.setReadListener(channel -> {
                try {
                    if (channel.read(more) != 0) {
                        close();
                    }
                } catch (IOException gone) {
                    close();
                }
            });
            source.resumeReads();
        }

        void close() {
            scanner.forget(this);
            List.copyOf(atEnd).forEach(Runnable::run);
            atEnd.clear();
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
    }
}
