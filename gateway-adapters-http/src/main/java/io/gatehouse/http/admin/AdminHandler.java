package io.gatehouse.http.admin;

import io.gatehouse.domain.address.AddressText;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the endpoint for a request, lends it a worker thread, and sends what it answers.
 *
 * <p>Bodies are read and answers sent on the I/O thread, so that a slow client holds no worker.
 */
final class AdminHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final HttpString NO_SNIFF = HttpString.tryFromString("X-Content-Type-Options");

    private final AdminTable table;
    private final KnownNames names;
    private final AdminGuard guard;
    private final AtomicReference<@Nullable HttpServerExchange> large = new AtomicReference<>();

    AdminHandler(AdminTable table, KnownNames names, AdminGuard guard) {
        this.table = table;
        this.names = names;
        this.guard = guard;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        String method = readingMethod(exchange);
        AdminRoute route = table.find(path, method);
        if (!names.accept(exchange.getRequestHeaders().getFirst(Headers.HOST))) {
            send(exchange, AdminAnswer.problem(421, "the admin server is not known by this name"));
        } else if (!table.knows(path)) {
            send(exchange, AdminAnswer.problem(404, "there is no such admin route"));
        } else if (route == null) {
            exchange.getResponseHeaders().put(Headers.ALLOW, table.allowed(path));
            send(exchange, AdminAnswer.problem(405, "this admin route does not answer this method"));
        } else {
            AdminAnswer objection = route.guarded() ? objection(exchange) : null;
            if (objection == null) {
                take(exchange, method, route);
            } else {
                refuse(exchange, objection);
            }
        }
    }

    private @Nullable AdminAnswer objection(HttpServerExchange exchange) {
        return guard.objection(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
    }

    private void refuse(HttpServerExchange exchange, AdminAnswer objection) {
        if (objection.status() == StatusCodes.UNAUTHORIZED) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"gatehouse admin\"");
        }
        send(exchange, objection);
    }

    /** HEAD is answered as GET; the server leaves the body out. */
    private static String readingMethod(HttpServerExchange exchange) {
        String method = exchange.getRequestMethod().toString();
        return method.equals("HEAD") ? "GET" : method;
    }

    /** Bodies that are larger than usual are held one at a time, so that they cannot fill the memory of the gateway. */
    private void take(HttpServerExchange exchange, String method, AdminRoute route) {
        if (route.largestBody() <= AdminRoute.USUAL_BODY) {
            read(exchange, method, route);
        } else if (large.compareAndSet(null, exchange)) {
            exchange.addExchangeCompleteListener((ended, next) -> {
                large.compareAndSet(ended, null);
                next.proceed();
            });
            read(exchange, method, route);
        } else {
            exchange.setPersistent(false);
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
            send(exchange, AdminAnswer.problem(503, "another large request is being answered; try again"));
        }
    }

    private void read(HttpServerExchange exchange, String method, AdminRoute route) {
        exchange.setMaxEntitySize(route.largestBody());
        Receiver receiver = exchange.getRequestReceiver();
        // The server's own limit does not hold for bodies that come in chunks.
        receiver.setMaxBufferSize(route.largestBody());
        receiver.receiveFullBytes(
                (whole, body) ->
                        whole.dispatch(worker -> answer(worker, route.endpoint(), request(worker, method, body))),
                this::unreadable);
    }

    private void answer(HttpServerExchange exchange, AdminEndpoint endpoint, AdminRequest request) {
        AdminAnswer answer;
        try {
            answer = endpoint.answer(request);
        } catch (RuntimeException defect) {
            LOG.error("The admin route {} failed", request.path(), defect);
            answer = AdminAnswer.problem(500, "the admin server failed to answer; its log says why");
        }
        send(exchange, answer);
    }

    private static AdminRequest request(HttpServerExchange exchange, String method, byte[] body) {
        Map<String, String> query = new HashMap<>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        String client = AddressText.of(exchange.getSourceAddress().getAddress());
        return new AdminRequest(method, exchange.getRequestPath(), query, accept, client, body);
    }

    private void unreadable(HttpServerExchange exchange, IOException reason) {
        boolean tooBig = reason instanceof RequestTooBigException || reason instanceof Receiver.RequestToLargeException;
        exchange.setPersistent(false);
        send(exchange, AdminAnswer.problem(tooBig ? 413 : 400, tooBig ? "the body is too large" : "broken body"));
    }

    private void send(HttpServerExchange exchange, AdminAnswer answer) {
        // Whoever has the answer may send the next large request at once.
        large.compareAndSet(exchange, null);
        exchange.setStatusCode(answer.status());
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, answer.contentType())
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(NO_SNIFF, "nosniff");
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }
}
