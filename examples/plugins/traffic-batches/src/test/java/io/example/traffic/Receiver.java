package io.example.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that batches are posted to. */
final class Receiver implements AutoCloseable {

    /** A batch as it arrived. */
    record Batch(String id, String type, String authorization, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private volatile boolean stalled;
    private volatile int status = 204;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (stalled) {
                mayAnswer.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int answer = status;
        batches.add(new Batch(
                exchange.getRequestHeaders().getFirst("X-Batch-Id"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/traffic");
    }

    /** From now on it answers with this status. */
    Receiver answering(int other) {
        status = other;
        return this;
    }

    /** From now on it answers nothing. */
    Receiver stalled() {
        stalled = true;
        return this;
    }

    BlockingQueue<Batch> batches() {
        return batches;
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
