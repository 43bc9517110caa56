package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Asks over a number of connections with one thread.
 *
 * <p>In a closed loop each connection sends its next request when it has the response to the last, so a slow server is asked less often, and
 * its latencies look better than a steady stream of requests would find them. In an open loop requests become due at random moments, as those
 * of many independent callers do, and a latency counts from the moment a request is due, also while it waits for a connection to be free.
 */
final class RequestLoop implements AutoCloseable {

    private static final long MILLI = 1_000_000L;
    private static final long PATIENCE = 5_000 * MILLI;
    private static final long LONGEST_CONNECT = 20_000 * MILLI;
    private static final long LONGEST_OPEN = 20_000 * MILLI;
    private static final long TICK = MILLI / 10;
    private static final int LONGEST_WAIT_MILLIS = 100;

    private final LoadOrder order;
    private final List<ByteBuffer> heads;
    private final ByteBuffer body;
    private final ByteBuffer received = ByteBuffer.allocateDirect(256 * 1024);
    private final Selector selector;
    private final InetSocketAddress address;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> closed = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(20_261_130);

    /** To within 1 %, in some kilobytes that grow with the longest. */
    private final Histogram micros = new Histogram(2);

    private long errors;
    private int nextHead;
    private boolean running;

    RequestLoop(LoadOrder order, List<byte[]> heads) throws IOException {
        this.order = order;
        this.heads = heads.stream().map(RequestLoop::direct).toList();
        this.body = direct("x".repeat(order.bodyBytes()).getBytes(StandardCharsets.US_ASCII));
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), order.port());
        this.selector = Selector.open();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Opens the connections; returns when all are open, or some have failed and twenty seconds are over. */
    void connect() throws IOException {
        long end = System.nanoTime() + LONGEST_CONNECT;
        for (int n = 0; n < order.connections(); n++) {
            var connection = new Connection(this, selector, address);
            connections.add(connection);
            connection.open();
            if (n % 100 == 99) {
                selector.selectNow(RequestLoop::ready);
            }
        }
        while (idle.size() < connections.size() && closed.isEmpty() && System.nanoTime() < end) {
            selector.select(RequestLoop::ready, LONGEST_WAIT_MILLIS);
        }
    }

    /** Asks for the order's time. */
    Load run() throws IOException {
        running = true;
        long begin = System.nanoTime();
        if (order.rate() > 0) {
            runOpen(begin, begin + order.time().toNanos());
            return load(order.time().toNanos());
        }
        List<Connection> ready = List.copyOf(idle);
        idle.clear();
        ready.forEach(connection -> connection.send(System.nanoTime()));
        return load(runClosed(begin) - begin);
    }

    private long runClosed(long begin) throws IOException {
        long end = begin + order.time().toNanos();
        long now = begin;
        long checked = begin;
        while (now < end) {
            selector.select(RequestLoop::ready, Math.max(1, Math.min(LONGEST_WAIT_MILLIS, (end - now) / MILLI)));
            now = System.nanoTime();
            if (now - checked > LONGEST_WAIT_MILLIS * MILLI) {
                checked = now;
                long since = now - PATIENCE;
                connections.forEach(connection -> connection.failIfStuckSince(since));
            }
            reopenClosed(now);
        }
        return now;
    }

    /** Requests that are due before the end are waited for; what has no answer twenty seconds later is an error. */
    private void runOpen(long begin, long end) throws IOException {
        double due = begin + gap();
        long now = begin;
        while (now < end + LONGEST_OPEN && (due < end || idle.size() + closed.size() < connections.size())) {
            while (due <= now && due < end && !idle.isEmpty()) {
                idle.removeFirst().send((long) due);
                due += gap();
            }
            long wait = due < end ? (long) due - now : MILLI;
            if (wait > 2 * MILLI) {
                selector.select(RequestLoop::ready, wait / MILLI);
            } else if (selector.selectNow(RequestLoop::ready) == 0) {
                LockSupport.parkNanos(TICK);
            }
            now = System.nanoTime();
            reopenClosed(now);
        }
        errors += connections.size() - idle.size() - closed.size();
        for (; due < end; due += gap()) {
            errors++;
        }
    }

    /** Nanoseconds to the next request: those of many independent callers are spread exponentially. */
    private double gap() {
        return -Math.log(1 - random.nextDouble()) * 1e9 / order.rate();
    }

    private Load load(long nanos) {
        return new Load(
                micros.getTotalCount(),
                nanos,
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9),
                errors);
    }

    private static void ready(SelectionKey key) {
        ((Connection) key.attachment()).ready();
    }

    private void reopenClosed(long now) {
        if (!closed.isEmpty()) {
            List<Connection> due = closed.stream()
                    .filter(connection -> connection.mayReopen(now))
                    .toList();
            closed.removeAll(due);
            due.forEach(Connection::open);
        }
    }

    ByteBuffer received() {
        return received.clear();
    }

    /** The next request, as what is to be written. */
    ByteBuffer[] request() {
        nextHead = (nextHead + 1) % heads.size();
        return new ByteBuffer[] {heads.get(nextHead).duplicate(), body.duplicate()};
    }

    /** This connection has nothing under way. */
    void free(Connection connection) {
        if (running && order.rate() == 0) {
            connection.send(System.nanoTime());
        } else {
            idle.addLast(connection);
        }
    }

    void answered(long nanos, int status) {
        if (status == 200) {
            micros.recordValue(Math.max(0, nanos / 1000));
        } else {
            errors++;
        }
    }

    /** This connection is gone, and with it a request unless it was idle. */
    void lost(Connection connection, boolean wasIdle) {
        if (wasIdle) {
            idle.remove(connection);
        } else {
            errors++;
        }
        closed.add(connection);
    }

    @Override
    public void close() throws IOException {
        connections.forEach(Connection::close);
        selector.close();
    }
}
