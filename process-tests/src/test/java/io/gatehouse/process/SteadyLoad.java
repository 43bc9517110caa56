package io.gatehouse.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Requests at a steady pace over a few connections, whatever becomes of those before: the time of each counts from the moment at
 * which it was due, so that a server that stalls is not asked less.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /**
     * What was seen between a beginning and an end.
     *
     * @param count how many requests
     * @param p50Nanos how long half of them took at most
     * @param p99Nanos how long 99 % of them took at most
     * @param worstNanos how long the slowest took
     * @param failures what was answered other than 200, or went wrong; the first hundred
     */
    record Figures(int count, long p50Nanos, long p99Nanos, long worstNanos, List<String> failures) {
        @Override
        public String toString() {
            return "%d requests, p50 %.2f ms, p99 %.2f ms, worst %.1f ms, %d failed"
                    .formatted(count, p50Nanos / 1e6, p99Nanos / 1e6, worstNanos / 1e6, failures.size());
        }
    }

    private static final int MOST_FAILURES = 100;

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Pace pace = new Pace();

    private SteadyLoad() {}

    /** Begins to send, with the key of each number. */
    static SteadyLoad start(int port, IntFunction<String> keys) {
        var load = new SteadyLoad();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            int first = connection;
            var thread = new Thread(() -> load.send(port, first, keys), "load-" + connection);
            thread.start();
            load.threads.add(thread);
        }
        return load;
    }

    private void send(int port, int first, IntFunction<String> keys) {
        try (var client = new KeepAliveClient(port)) {
            long due = System.nanoTime();
            for (int number = first; !pace.hasEnded(); number += CONNECTIONS) {
                due += EVERY_NANOS;
                pace.until(due);
                client.send("GET /orders/items/" + number % 1000 + " HTTP/1.1\r\nHost: gw\r\nkey: " + keys.apply(number)
                        + "\r\n\r\n");
                int status = client.answer().status();
                nanos.add(System.nanoTime() - due);
                if (status != 200) {
                    fail("status " + status);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e.toString());
        }
    }

    private void fail(String what) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(what);
        }
    }

    /** Goes on for so long. */
    void goOn(long nanos) {
        pace.until(System.nanoTime() + nanos);
    }

    /** Forgets what was seen so far, but for failures. */
    void begin() {
        nanos.clear();
    }

    /** What was seen since the beginning. */
    Figures end() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Figures(
                sorted.length,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1],
                List.copyOf(failures));
    }

    @Override
    public void close() {
        pace.end();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
