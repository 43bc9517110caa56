package io.gatehouse.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Clients that ask a gateway at a steady pace, each with a connection of its own, and note when and how it answers. */
final class PacedLoad implements AutoCloseable {

    private static final int FEW = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int ADDRESSES = 32;

    private final ExecutorService clients;
    private final List<Sample> samples = new ArrayList<>();
    private final Pace pace = new Pace();
    private int endedClients;
    private final List<Future<?>> running = new ArrayList<>();

    /**
     * A request.
     *
     * @param begunNanos when it was sent, on the clock of {@link System#nanoTime}
     * @param tookNanos until its answer was there
     */
    record Sample(long begunNanos, long tookNanos, int status) {}

    /** Asks for a path, as clients of some addresses behind a proxy. */
    PacedLoad(int port, String path) {
        this(port, getFromAnyAddress(path), FEW, PAUSE_NANOS);
    }

    /** The same with the requests of these numbers, and so many clients. */
    PacedLoad(int port, IntFunction<String> request, int clients) {
        this(port, request, clients, PAUSE_NANOS);
    }

    private PacedLoad(int port, IntFunction<String> request, int count, long pauseNanos) {
        clients = Executors.newFixedThreadPool(count);
        for (int n = 0; n < count; n++) {
            int first = n;
            running.add(clients.submit(() -> {
                try {
                    ask(port, request, first, count, pauseNanos);
                } finally {
                    clientEnded();
                }
                return null;
            }));
        }
    }

    private void ask(int port, IntFunction<String> request, int first, int step, long pauseNanos) throws IOException {
        try (var client = new KeepAliveClient(port)) {
            long next = System.nanoTime();
            for (int n = first; !pace.hasEnded(); n += step) {
                ask(client, request.apply(n));
                next = Math.max(next + pauseNanos, System.nanoTime() - pauseNanos);
                pace.until(next);
            }
        }
    }

    private static IntFunction<String> getFromAnyAddress(String path) {
        return n -> "GET " + path + " HTTP/1.1\r\nHost: gw\r\nX-Forwarded-For: 203.0.113." + n % ADDRESSES + "\r\n\r\n";
    }

    private void ask(KeepAliveClient client, String request) throws IOException {
        long begun = System.nanoTime();
        client.send(request);
        int status = client.answer().status();
        answered(new Sample(begun, System.nanoTime() - begun, status));
    }

    private synchronized void answered(Sample sample) {
        samples.add(sample);
        notifyAll();
    }

    private synchronized void clientEnded() {
        endedClients++;
        notifyAll();
    }

    /** Asks without a pause until so many requests have been answered, so that what they run is compiled. */
    static void warmUp(int port, String path, int requests) throws ExecutionException, InterruptedException {
        warmUp(port, getFromAnyAddress(path), requests);
    }

    /** The same with the requests of these numbers. */
    static void warmUp(int port, IntFunction<String> request, int requests)
            throws ExecutionException, InterruptedException {
        try (var load = new PacedLoad(port, request, FEW, 0)) {
            load.awaitAnswers(requests);
            load.end();
        }
    }

    /** Waits until so many more requests have been answered. */
    void awaitAnswers(int more) throws ExecutionException, InterruptedException {
        synchronized (this) {
            int wanted = samples.size() + more;
            while (samples.size() < wanted && endedClients == 0) {
                wait();
            }
            if (endedClients == 0) {
                return;
            }
        }
        end();
        throw new IllegalStateException("a client has ended");
    }

    /** Waits until that many nanoseconds have passed since then, and so many more requests have been answered. */
    void awaitAnswersAfter(long nanos, long since, int more) throws ExecutionException, InterruptedException {
        while (System.nanoTime() - since < nanos) {
            awaitAnswers(1);
        }
        awaitAnswers(more);
    }

    /** What was begun between two times. */
    synchronized List<Sample> between(long fromNanos, long toNanos) {
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
        pace.end();
        for (Future<?> client : running) {
            client.get();
        }
    }

    @Override
    public void close() {
        pace.end();
        clients.shutdownNow();
    }
}
