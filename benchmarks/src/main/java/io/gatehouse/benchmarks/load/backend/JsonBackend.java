package io.gatehouse.benchmarks.load.backend;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.process.ChildJvm;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

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
        var answers = new HashMap<String, HttpHandler>();
        Payload.sizes().forEach(bytes -> answers.put(Payload.path(bytes), answer(bytes)));
        Undertow server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setHandler(exchange -> answers.getOrDefault(exchange.getRequestPath(), ResponseCodeHandler.HANDLE_404)
                        .handleRequest(exchange))
                .build();
        server.start();
        return server;
    }

    private static HttpHandler answer(int bytes) {
        byte[] json = Payload.json(bytes).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocateDirect(json.length);
        content.put(json).flip();
        return exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(content.duplicate());
        };
    }
}
