package io.gatehouse.benchmarks.load.generator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a number of connections busy with one thread: each sends its next request when it has the answer to the last.
 *
 * <p>As in every closed loop a slow server is asked less often, so its latencies look better than a steady stream of
 * requests would find them.
 */
final class ClosedLoop {

    private static final long MILLI = 1_000_000L;
    private static final long PATIENCE = 5_000 * MILLI;
    private static final int LONGEST_WAIT_MILLIS = 100;

    private final LoadOrder order;
    private final Tally tally = new Tally();
    private final List<Connection> connections = new ArrayList<>();

    ClosedLoop(LoadOrder order) {
        this.order = order;
    }

    Load run() throws IOException {
        try (Selector selector = Selector.open()) {
            long begin = System.nanoTime();
            long end = begin + order.time().toNanos();
            open(selector);
            long now = begin;
            while (now < end) {
                selector.select(this::ready, Math.max(1, Math.min(LONGEST_WAIT_MILLIS, (end - now) / MILLI)));
                now = System.nanoTime();
                reviveFailed(now);
            }
            return tally.toLoad(now - begin);
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private void open(Selector selector) {
        URI uri = URI.create(order.url());
        var address = new InetSocketAddress(uri.getHost(), uri.getPort());
        byte[] request = order.request();
        for (int n = 0; n < order.connections(); n++) {
            var connection = new Connection(selector, address, request, tally);
            connections.add(connection);
            connection.open();
        }
    }

    private void ready(SelectionKey key) {
        ((Connection) key.attachment()).ready();
    }

    /** Once a round at most, so that a server that is down is not asked in a spin. */
    private void reviveFailed(long now) {
        for (Connection connection : connections) {
            if (connection.stuckSince(now - PATIENCE)) {
                connection.fail();
            }
            if (connection.isClosed() && connection.mayReopen(now)) {
                connection.open();
            }
        }
    }
}
