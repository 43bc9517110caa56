package io.gatehouse.app.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask a gateway at a steady pace, each with a connection of its own, and note when and how it answers. */
final class PacedLoad implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int ADDRESSES = 32;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean ended;

    /**
     * A request.
     *
     * @param begunNanos when it was sent, on the clock of {@link System#nanoTime}
     * @param tookNanos until its answer was there
     */
    record Sample(long begunNanos, long tookNanos, int status) {}

    PacedLoad(int port, String path) {
        this(port, path, PAUSE_NANOS);
    }

    private PacedLoad(int port, String path, long pauseNanos) {
        for (int n = 0; n < CLIENTS; n++) {
            int first = n;
            running.add(clients.submit(() -> {
                ask(port, path, first, pauseNanos);
                return null;
            }));
        }
    }

    private void ask(int port, String path, int first, long pauseNanos) throws IOException {
        try (var client = new KeepAliveClient(port)) {
            long next = System.nanoTime();
            for (int n = first; !ended; n++) {
                ask(client, path, n);
                next = Math.max(next + pauseNanos, System.nanoTime() - pauseNanos);
                awaitTurn(next);
            }
        }
    }

    private void ask(KeepAliveClient client, String path, int n) throws IOException {
        long begun = System.nanoTime();
        client.send(
                "GET " + path + " HTTP/1.1\r\nHost: gw\r\nX-Forwarded-For: 203.0.113." + n % ADDRESSES + "\r\n\r\n");
        int status = client.answer().status();
        samples.add(new Sample(begun, System.nanoTime() - begun, status));
        count.incrementAndGet();
    }

    private void awaitTurn(long next) {
        for (long now = System.nanoTime(); now < next && !ended; now = System.nanoTime()) {
            LockSupport.parkNanos(next - now);
        }
    }

    /** Asks without a pause until so many requests have been answered, so that what they run is compiled. */
    static void warmUp(int port, String path, int requests) throws ExecutionException, InterruptedException {
        try (var load = new PacedLoad(port, path, 0)) {
            load.awaitAnswers(requests);
            load.end();
        }
    }

    /** Waits until so many more requests have been answered. */
    void awaitAnswers(int more) throws ExecutionException, InterruptedException {
        int wanted = count.get() + more;
        while (count.get() < wanted) {
            for (Future<?> client : running) {
                if (client.isDone()) {
                    client.get();
                    throw new IllegalStateException("a client has ended");
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until that many nanoseconds have passed since then, and so many more requests have been answered. */
    void awaitAnswersAfter(long nanos, long since, int more) throws ExecutionException, InterruptedException {
        while (System.nanoTime() - since < nanos) {
            awaitAnswers(1);
        }
        awaitAnswers(more);
    }

    /** What was begun between two times. */
    List<Sample> between(long fromNanos, long toNanos) {
        return samples.stream()
                .filter(sample -> sample.begunNanos() - fromNanos >= 0 && sample.begunNanos() - toNanos < 0)
                .toList();
    }

    /** The nanoseconds that 99 in a hundred did not exceed. */
    static long p99(List<Sample> samples) {
        long[] sorted = samples.stream().mapToLong(Sample::tookNanos).sorted().toArray();
        return sorted[(sorted.length * 99 + 99) / 100 - 1];
    }

    /** Ends it, and throws what any client has met. */
    void end() throws ExecutionException, InterruptedException {
        ended = true;
        for (Future<?> client : running) {
            client.get();
        }
    }

    @Override
    public void close() {
        ended = true;
        clients.shutdownNow();
    }
}
