package io.gatehouse.app.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.domain.time.WatchedCount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** An upstream host that answers a request only when a test lets it go on. */
final class HoldingBackend implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore turns = new Semaphore(0);
    private final WatchedCount held = new WatchedCount();

    HoldingBackend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::hold);
        server.start();
    }

    private void hold(HttpExchange exchange) throws IOException {
        held.add(1);
        turns.acquireUninterruptibly();
        byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Requests that have come so far. */
    int held() {
        return held.get();
    }

    /** Waits until so many have come. */
    void awaitHeld(int wanted) {
        held.await(wanted + " requests", now -> now >= wanted);
    }

    /** Answers so many requests more, those that are here or those to come. */
    void letGo(int requests) {
        turns.release(requests);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        turns.release(100_000);
        server.stop(0);
        threads.shutdownNow();
    }
}
