package io.gatehouse.app.endtoend;

import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.domain.upstream.ReturningServer;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * An upstream host on a real socket. Answers 200 with its name and the path that it got, until a test gives it other
 * things to do; {@code /heartbeat} answers as {@link #sick} says. It can be stopped and started again on its port, which stays its
 * own. Started and stopped by one thread.
 */
public final class Backend implements AutoCloseable {

    private final String name;
    private final WatchedCount calls = new WatchedCount();
    private final Deque<String> paths = new ConcurrentLinkedDeque<>();
    private volatile HttpHandler handler = this::tell;
    private volatile HttpHandler heartbeat = exchange -> exchange.setStatusCode(this.sick ? 500 : 200);
    private volatile boolean sick;
    private final ReturningServer server = new ReturningServer(this::listen);

    private Backend(String name) {
        this.name = name;
    }

    public static Backend start(String name) {
        return new Backend(name);
    }

    public static Backend start(String name, HttpHandler handler) {
        Backend backend = start(name);
        backend.handler = handler;
        return backend;
    }

    private Runnable listen(InetSocketAddress address) {
        Undertow undertow = Undertow.builder()
                .addHttpListener(address.getPort(), "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(4)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(this::receive)
                .build();
        undertow.start();
        return undertow::stop;
    }

    /** Answers again. */
    void start() {
        server.comeBack();
    }

    /** Ends at once, as a process that is killed: open connections are cut. */
    void stop() {
        server.leave();
    }

    private void receive(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestPath().equals("/heartbeat")) {
            heartbeat.handleRequest(exchange);
            return;
        }
        calls.add(1);
        paths.add(exchange.getRequestURI());
        handler.handleRequest(exchange);
    }

    /** Answers when it has read the whole request: an answer that overtakes the request's end ends the request. */
    private void tell(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receivePartialBytes((whole, piece, last) -> {
            if (last) {
                answer(whole);
            }
        });
    }

    private void answer(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(HttpString.tryFromString("X-Backend"), name);
        exchange.getResponseSender().send(name + " " + exchange.getRequestURI() + query(exchange));
    }

    private static String query(HttpServerExchange exchange) {
        return exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
    }

    /** Answers health checks in another way. */
    void heartbeat(HttpHandler other) {
        heartbeat = other;
    }

    void sick(boolean nowSick) {
        sick = nowSick;
    }

    /** Calls so far, health checks left out. */
    public int calls() {
        return calls.get();
    }

    /** Waits until there have been so many. */
    void awaitCalls(int wanted) {
        calls.await(wanted + " calls", now -> now >= wanted);
    }

    String lastPath() {
        return paths.getLast();
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
