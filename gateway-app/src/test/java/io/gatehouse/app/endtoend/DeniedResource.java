package io.gatehouse.app.endtoend;

import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A host whose {@code /admin} nobody may reach, and which believes every header that names another path or method. */
final class DeniedResource {

    private static final Set<String> BELIEVED = Set.of(
            "x-original-url",
            "x-rewrite-url",
            "x-original-uri",
            "x-http-method-override",
            "x-http-method",
            "x-method-override",
            "x-forwarded-uri",
            "x-forwarded-path",
            "x-forwarded-server");

    private final Queue<String> reached = new ConcurrentLinkedQueue<>();

    void handle(HttpServerExchange exchange) {
        String path = LenientPath.read(exchange.getRequestURI());
        if (isAdmin(path) || believesAHeader(exchange)) {
            reached.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getHeaderNames());
        }
        exchange.getResponseSender().send("here you are");
    }

    /** With the route's own path in front of it or without. */
    static boolean isAdmin(String path) {
        String below = path.startsWith("/api/v1") ? path.substring("/api/v1".length()) : path;
        return below.equals("/admin") || below.startsWith("/admin/");
    }

    /** What the gateway cut off the path is told by the gateway; anything else in its place is somebody's word. */
    private static boolean believesAHeader(HttpServerExchange exchange) {
        String prefix = exchange.getRequestHeaders().getFirst("X-Forwarded-Prefix");
        boolean claimed = exchange.getRequestHeaders().contains("X_Forwarded_Prefix")
                || (prefix != null && isAdmin(LenientPath.read(prefix)));
        return claimed || believesAnother(exchange);
    }

    private static boolean believesAnother(HttpServerExchange exchange) {
        return exchange.getRequestHeaders().getHeaderNames().stream()
                .map(name -> name.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .anyMatch(BELIEVED::contains);
    }

    /** The requests that got there since the last time. */
    List<String> reached() {
        List<String> all = List.copyOf(reached);
        reached.clear();
        return all;
    }
}
