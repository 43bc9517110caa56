package io.gatehouse.app.endtoend;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream host on a real socket. Answers 200 with its name and the path that it got, until a test gives it other
 * things to do; {@code /heartbeat} answers as {@link #sick} says. It can be stopped and started again on its port.
 */
public final class Backend implements AutoCloseable {

    private final String name;
    private final AtomicInteger calls = new AtomicInteger();
    private final Deque<String> paths = new ConcurrentLinkedDeque<>();
    private volatile HttpHandler handler = this::tell;
    private volatile HttpHandler heartbeat = exchange -> exchange.setStatusCode(this.sick ? 500 : 200);
    private volatile boolean sick;
    private volatile int port;
    private Undertow server;

    private Backend(String name) {
        this.name = name;
    }

    public static Backend start(String name) {
        var backend = new Backend(name);
        backend.start();
        return backend;
    }

    public static Backend start(String name, HttpHandler handler) {
        Backend backend = start(name);
        backend.handler = handler;
        return backend;
    }

    synchronized void start() {
        server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(4)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(this::receive)
                .build();
        server.start();
        port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Ends at once, as a process that is killed: open connections are cut. */
    synchronized void stop() {
        server.stop();
    }

    private void receive(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestPath().equals("/heartbeat")) {
            heartbeat.handleRequest(exchange);
            return;
        }
        calls.incrementAndGet();
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

    String lastPath() {
        return paths.getLast();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        stop();
    }
}
