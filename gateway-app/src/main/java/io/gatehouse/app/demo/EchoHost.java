package io.gatehouse.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * An upstream host of the demonstration: answers every request with what it saw of it.
 *
 * <p>{@code GET /heartbeat} is its health check. {@code POST /unhealthy} and {@code POST /healthy} switch the one host
 * that can change, whichever host they reach: so they work through the gateway too. An unhealthy host only fails its health check,
 * so nobody's call is lost while the gateway takes it out.
 */
final class EchoHost implements AutoCloseable {

    private static final int DISCARD = 16 * 1024;

    private final String name;
    private final EchoHosts.HealthToggle toggle;
    private final HttpServer server;

    private EchoHost(String name, EchoHosts.HealthToggle toggle, HttpServer server) {
        this.name = name;
        this.toggle = toggle;
        this.server = server;
    }

    /** Begins to listen on a free port of the loopback interface. */
    static EchoHost start(String name, EchoHosts.HealthToggle toggle, Executor executor) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        var host = new EchoHost(name, toggle, server);
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
                case "/unhealthy" -> change(exchange, true);
                case "/healthy" -> change(exchange, false);
                default -> send(exchange, 200, EchoResponse.of(name, exchange, bodyBytes));
            }
        }
    }

    private void heartbeat(HttpExchange exchange) throws IOException {
        boolean unhealthy = toggle.fails(name);
        send(exchange, unhealthy ? 503 : 200, EchoResponse.condition(name, unhealthy));
    }

    private void change(HttpExchange exchange, boolean unhealthy) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            toggle.set(unhealthy);
            send(exchange, 200, EchoResponse.condition(toggle.host(), unhealthy));
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

    /** The JSON that the hosts of the demonstration answer with. */
    private static final class EchoResponse {

        private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

        /** What the gateway writes or passes on; credentials are left out. */
        private static final List<String> HEADERS_THAT_MATTER = List.of(
                "Host",
                "User-Agent",
                "Accept",
                "Content-Type",
                "Via",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Gateway-Tenant",
                "X-Gateway-Application",
                "X-Gateway-Package",
                "X-Gateway-Key-Id",
                "traceparent");

        private EchoResponse() {}

        /** What the host saw of a request. */
        static byte[] of(String host, HttpExchange exchange, long bodyBytes) {
            Headers headers = exchange.getRequestHeaders();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("host", host);
            answer.put("method", exchange.getRequestMethod());
            answer.put("path", exchange.getRequestURI().toString());
            answer.put("request_id", headers.getFirst("X-Request-Id"));
            answer.put("body_bytes", bodyBytes);
            Map<String, List<String>> shown = new LinkedHashMap<>();
            for (String name : HEADERS_THAT_MATTER) {
                List<String> values = headers.get(name);
                if (values != null) {
                    shown.put(name, values);
                }
            }
            answer.put("headers", shown);
            return bytes(answer);
        }

        /** How a host is. */
        static byte[] condition(String host, boolean unhealthy) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("host", host);
            answer.put("healthy", !unhealthy);
            return bytes(answer);
        }

        private static byte[] bytes(Map<String, Object> answer) {
            try {
                return (JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("maps, lists and texts can always be written", e);
            }
        }
    }
}
