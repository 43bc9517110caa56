package io.gatehouse.http.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to whichever of several addresses takes the connection first (RFC 8305), as forwarding does: the next one is
 * tried when one fails, or has not taken it for 250 milliseconds.
 *
 * <p>Connects once, and blocks the thread that it does so on. Closing it, from any thread, ends that, and closes the
 * connection.
 */
final class HappyEyeballs implements Closeable {

    private static final long ATTEMPT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<Closeable> owned = new ArrayList<>();
    private final List<SocketChannel> underWay = new ArrayList<>();
    private IOException failure = new ConnectException("no address");
    private boolean closed;

    /** The connection; a {@link SocketTimeoutException} if no address has taken it in time. */
    Socket connect(List<InetAddress> addresses, int port, int timeoutMillis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        SocketChannel winner;
        try (Selector selector = own(Selector.open())) {
            winner = race(selector, new ArrayDeque<>(addresses), port, deadline);
        } catch (ClosedSelectorException e) {
            throw new SocketException("closed");
        }
        // Only a channel that belongs to no selector any more may block.
        winner.configureBlocking(true);
        return winner.socket();
    }

    private SocketChannel race(Selector selector, Queue<InetAddress> untried, int port, long deadline)
            throws IOException {
        long next = System.nanoTime();
        SocketChannel winner = null;
        while (winner == null) {
            if (!untried.isEmpty() && (underWay.isEmpty() || System.nanoTime() - next >= 0)) {
                begin(selector, new InetSocketAddress(untried.remove(), port));
                next = System.nanoTime() + ATTEMPT_DELAY_NANOS;
            } else if (underWay.isEmpty()) {
                throw failure;
            } else {
                winner = await(selector, untried.isEmpty() || next - deadline > 0 ? deadline : next);
            }
            if (winner == null && System.nanoTime() - deadline >= 0) {
                throw new SocketTimeoutException("no address has taken the connection");
            }
        }
        underWay.remove(winner);
        for (SocketChannel other : underWay) {
            other.close();
        }
        return winner;
    }

    private void begin(Selector selector, InetSocketAddress target) throws IOException {
        SocketChannel channel = own(SocketChannel.open());
        channel.configureBlocking(false);
        try {
            channel.connect(target);
            channel.register(selector, SelectionKey.OP_CONNECT);
            underWay.add(channel);
        } catch (IOException e) {
            failure = e;
            channel.close();
        }
    }

    /** The first that is connected, or null if there is none by then or one has failed. */
    private @Nullable SocketChannel await(Selector selector, long until) throws IOException {
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        for (SelectionKey key : selector.selectedKeys()) {
            var channel = (SocketChannel) key.channel();
            try {
                if (channel.finishConnect()) {
                    return channel;
                }
            } catch (IOException e) {
                failure = e;
                underWay.remove(channel);
                channel.close();
            }
        }
        selector.selectedKeys().clear();
        return null;
    }

    private synchronized <T extends Closeable> T own(T resource) throws IOException {
        if (closed) {
            resource.close();
            throw new SocketException("closed");
        }
        owned.add(resource);
        return resource;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (Closeable each : owned) {
            each.close();
        }
    }
}
