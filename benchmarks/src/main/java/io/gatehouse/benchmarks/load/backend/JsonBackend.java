package io.gatehouse.benchmarks.load.backend;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.process.ChildJvm;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A backend in a JVM of its own, for machines without nginx: arguments are its port. Ends with its input. */
public final class JsonBackend {

    private JsonBackend() {}

    public static void main(String[] arguments) throws IOException {
        ChildJvm.keepLogQuiet();
        Undertow server = start(Integer.parseInt(arguments[0]));
        ChildJvm.awaitEndOfInput();
        server.stop();
    }

    static Undertow start(int port) {
        HttpHandler small = answer("/");
        HttpHandler large = answer("/100k");
        Undertow server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setHandler(exchange -> {
                    HttpHandler handler = exchange.getRequestPath().equals("/100k") ? large : small;
                    handler.handleRequest(exchange);
                })
                .build();
        server.start();
        return server;
    }

    private static HttpHandler answer(String path) {
        byte[] json = Payload.json(path).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocateDirect(json.length);
        content.put(json).flip();
        return exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(content.duplicate());
        };
    }
}
