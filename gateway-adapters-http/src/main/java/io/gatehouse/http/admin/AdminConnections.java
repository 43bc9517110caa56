package io.gatehouse.http.admin;

import io.gatehouse.http.exchange.DeadlineScanner;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/**
 * The connections of the admin server. Every new one is let in; where there are too many, an old one goes for it: first one
 * of the same address that has not sent a whole request, then any such, then the oldest. So nobody silences the server by
 * holding connections. Those from loopback addresses have room of their own, which nobody else can take.
 *
 * <p>What is held in answers that clients have not taken yet is bounded in the same way: the answer that has been
 * waiting the longest goes for a new one.
 *
 * <p>Used on the server's I/O thread only.
 */
final class AdminConnections implements ChannelListener<StreamConnection> {

    static final int MOST_OF_OTHERS = 256;
    static final int MOST_FROM_LOOPBACK = 128;
    static final long MOST_ANSWER_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final ChannelListener<? super StreamConnection> next;
    private final DeadlineScanner ticker;
    private final Predicate<InetAddress> loopback;
    private final Map<StreamConnection, AdminConnection> local = new LinkedHashMap<>();
    private final Map<StreamConnection, AdminConnection> others = new LinkedHashMap<>();
    private final Map<AdminConnection, Integer> answers = new LinkedHashMap<>();
    private long answerBytes;

    /** Hands connections on to {@code next}; {@code loopback} says which addresses count as such. */
    AdminConnections(
            ChannelListener<? super StreamConnection> next, DeadlineScanner ticker, Predicate<InetAddress> loopback) {
        this.next = next;
        this.ticker = ticker;
        this.loopback = loopback;
    }

    DeadlineScanner ticker() {
        return ticker;
    }

    @Override
    public void handleEvent(StreamConnection opened) {
        InetSocketAddress socket = opened.getPeerAddress(InetSocketAddress.class);
        InetAddress peer = socket == null ? null : socket.getAddress();
        boolean near = peer != null && loopback.test(peer);
        Map<StreamConnection, AdminConnection> all = near ? local : others;
        if (all.size() >= (near ? MOST_FROM_LOOPBACK : MOST_OF_OTHERS)) {
            victim(all, peer).close();
        }
        var connection = new AdminConnection(opened, peer, ticker);
        all.put(opened, connection);
        opened.setCloseListener(closed -> onIoThread(() -> {
            all.remove(opened);
            connection.close();
            taken(connection);
        }));
        next.handleEvent(opened);
    }

    private static AdminConnection victim(Map<StreamConnection, AdminConnection> all, @Nullable InetAddress newcomer) {
        AdminConnection oldest = null;
        AdminConnection silent = null;
        for (AdminConnection one : all.values()) {
            oldest = oldest == null ? one : oldest;
            if (one.awaitsRequest()) {
                if (one.isFrom(newcomer)) {
                    return one;
                }
                silent = silent == null ? one : silent;
            }
        }
        AdminConnection victim = silent == null ? oldest : silent;
        if (victim == null) {
            throw new IllegalStateException("there is none");
        }
        return victim;
    }

    /** Who closes the server is another thread. */
    private void onIoThread(Runnable task) {
        if (Thread.currentThread() == ticker.thread()) {
            task.run();
            return;
        }
        try {
            ticker.thread().execute(task);
        } catch (RejectedExecutionException atTheEnd) {
            // Nobody is let in any more.
        }
    }

    /** The connection of a request; null if that has just been closed. */
    @Nullable
    AdminConnection of(HttpServerExchange exchange) {
        StreamConnection key = ((AbstractServerConnection) exchange.getConnection()).getChannel();
        AdminConnection known = local.get(key);
        return known == null ? others.get(key) : known;
    }

    /** So many bytes wait for the client of this connection to take them. */
    void holds(AdminConnection connection, int bytes) {
        connection.sending(bytes);
        taken(connection);
        Iterator<AdminConnection> oldest = answers.keySet().iterator();
        while (oldest.hasNext() && answerBytes + bytes > MOST_ANSWER_BYTES) {
            AdminConnection slow = oldest.next();
            answerBytes -= answers.getOrDefault(slow, 0);
            oldest.remove();
            slow.close();
        }
        answers.put(connection, bytes);
        answerBytes += bytes;
    }

    /** The client has taken its answer, or never will. */
    void taken(AdminConnection connection) {
        Integer bytes = answers.remove(connection);
        answerBytes -= bytes == null ? 0 : bytes;
    }
}
