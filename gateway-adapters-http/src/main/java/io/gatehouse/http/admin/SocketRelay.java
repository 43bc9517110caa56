package io.gatehouse.http.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Passes on what comes by one socket to a server at a port of the loopback address, and back. The server knows its connections by the port
 * that each comes from, which is this relay's alone while the connection is open; so nobody else is let in there.
 *
 * <p>Two threads for each connection; where there are too many, the oldest goes for a new one. The server's deadlines are all there are: it
 * ends what idles, and what it ends is ended on the other side too.
 */
final class SocketRelay implements AutoCloseable {

    static final int MOST = 32;

    private static final Logger LOG = LoggerFactory.getLogger(SocketRelay.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    private static final int BUFFER = 8 * 1024;

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Deque<Connection> open = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whether a connection of the server's comes from here. */
    boolean isOurs(InetSocketAddress peer) {
        return ports.contains(peer.getPort());
    }

    /** Begins to take connections, until the socket is closed. */
    void begin(ServerSocketChannel socket, InetSocketAddress server) {
        thread(() -> accept(socket, server));
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "gatehouse-admin-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocketChannel socket, InetSocketAddress server) {
        while (socket.isOpen()) {
            SocketChannel client = null;
            try {
                client = socket.accept();
                relay(client, server);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                IoUtils.safeClose(client);
                LOG.warn("A connection to the admin socket could not be taken: {}", e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay(SocketChannel client, InetSocketAddress server) throws IOException {
        SocketChannel near = SocketChannel.open();
        var connection = new Connection(client, near);
        try {
            near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            connection.enter(near.socket().getLocalPort());
            near.connect(server);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        thread(() -> connection.pass(client, near, false));
        thread(() -> connection.pass(near, client, true));
    }

    /** The two sides of a connection. */
    private final class Connection {
        private final SocketChannel client;
        private final SocketChannel near;
        private int port;

        Connection(SocketChannel client, SocketChannel near) {
            this.client = client;
            this.near = near;
        }

        void enter(int local) {
            port = local;
            Connection oldest;
            synchronized (open) {
                oldest = open.size() < MOST ? null : open.removeFirst();
                open.add(this);
            }
            ports.add(local);
            if (oldest != null) {
                oldest.close();
            }
        }

        /** Moves bytes until there are no more; the other direction goes on, unless this is {@code last}. */
        void pass(SocketChannel from, SocketChannel to, boolean last) {
            try {
                move(from, to);
                if (last) {
                    close();
                } else {
                    to.shutdownOutput();
                }
            } catch (IOException e) {
                close();
            }
        }

        /** Before its port is free for others, nobody is let in from there any more. */
        void close() {
            synchronized (open) {
                open.remove(this);
            }
            ports.remove(port);
            IoUtils.safeClose(client);
            IoUtils.safeClose(near);
        }
    }

    private static void move(ByteChannel from, ByteChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closed.countDown();
        List<Connection> ending;
        synchronized (open) {
            ending = new ArrayList<>(open);
        }
        ending.forEach(Connection::close);
    }
}
