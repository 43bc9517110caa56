package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of connections busy with one thread: each sends its next request when it has the response to the last.
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

    /** Counts responses and errors; for one thread. */
    static final class Tally {

        /** To within 1 %, in some kilobytes that grow with the longest. */
        private final Histogram micros = new Histogram(2);

        private long errors;

        void answered(long nanos, int status) {
            if (status == 200) {
                micros.recordValue(Math.max(0, nanos / 1000));
            } else {
                errors++;
            }
        }

        void error() {
            errors++;
        }

        Load toLoad(long nanos) {
            return new Load(
                    micros.getTotalCount(),
                    nanos,
                    micros.getValueAtPercentile(50),
                    micros.getValueAtPercentile(99),
                    errors);
        }
    }
}
