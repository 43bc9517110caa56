package io.gatehouse.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/**
 * An upstream host of the demonstration: answers every request with what it saw of it.
 *
 * <p>{@code GET /heartbeat} is its health check. {@code POST /sick} and {@code POST /well} switch the one host that can
 * fall sick, whichever host they reach: so they work through the gateway too. A sick host only fails its health check,
 * so nobody's call is lost while the gateway takes it out.
 */
final class EchoHost implements AutoCloseable {

    private static final int DISCARD = 16 * 1024;

    private final String name;
    private final HealthToggle sickness;
    private final HttpServer server;

    private EchoHost(String name, HealthToggle sickness, HttpServer server) {
        this.name = name;
        this.sickness = sickness;
        this.server = server;
    }

    /** Begins to listen on a free port of the loopback interface. */
    static EchoHost start(String name, HealthToggle sickness, Executor executor) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        var host = new EchoHost(name, sickness, server);
        server.createContext("/", host::answer);
        server.setExecutor(executor);
        server.start();
        return host;
    }

    String name() {
        return name;
    }

    /** Its URL, as the registry names it. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long bodyBytes = discard(exchange.getRequestBody());
            switch (exchange.getRequestURI().getPath()) {
                case "/heartbeat" -> heartbeat(exchange);
                case "/sick" -> change(exchange, true);
                case "/well" -> change(exchange, false);
                default -> send(exchange, 200, EchoResponse.of(name, exchange, bodyBytes));
            }
        }
    }

    private void heartbeat(HttpExchange exchange) throws IOException {
        boolean sick = sickness.afflicts(name);
        send(exchange, sick ? 503 : 200, EchoResponse.condition(name, sick));
    }

    private void change(HttpExchange exchange, boolean sick) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            sickness.set(sick);
            send(exchange, 200, EchoResponse.condition(sickness.patient(), sick));
        } else {
            exchange.getResponseHeaders().set("Allow", "POST");
            send(exchange, 405, new byte[0]);
        }
    }

    private static long discard(InputStream body) throws IOException {
        byte[] buffer = new byte[DISCARD];
        long total = 0;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            total += n;
        }
        return total;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
