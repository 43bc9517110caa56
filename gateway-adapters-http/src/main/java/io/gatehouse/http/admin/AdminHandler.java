package io.gatehouse.http.admin;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminStream;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Finds the route of a request, lends it a worker thread, and sends its response.
 *
 * <p>Bodies are read and responses sent on the I/O thread, so that a slow client holds no worker. A path is matched as it was
 * sent: whatever else some server may take for the same path is none of ours.
 */
final class AdminHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final HttpString NO_SNIFF = HttpString.tryFromString("X-Content-Type-Options");
    private static final byte[] NO_BODY = {};
    private static final String TRY_AGAIN_SECONDS = "5";

    private final AdminTable table;
    private final AdminGuard guard;
    private final AdminConnections connections;
    private final AdminWorkers workers;
    private final RequestBodies bodies = new RequestBodies();
    private final WrongTokens wrongTokens = new WrongTokens();

    AdminHandler(AdminTable table, AdminGuard guard, AdminConnections connections, AdminWorkers workers) {
        this.table = table;
        this.guard = guard;
        this.connections = connections;
        this.workers = workers;
    }

    /** A request and the connection that it came by. */
    private record Call(
            HttpServerExchange exchange,
            AdminConnections.Connection connection,
            String method,
            Map<String, String> variables) {

        Call with(Map<String, String> found) {
            return new Call(exchange, connection, method, found);
        }

        @Nullable
        String header(HttpString name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        void responseHeader(String name, String value) {
            exchange.getResponseHeaders().put(HttpString.tryFromString(name), value);
        }

        void responseHeader(HttpString name, String value) {
            exchange.getResponseHeaders().put(name, value);
        }

        /** HEAD is answered as GET; the server leaves the body out. */
        static String method(HttpServerExchange exchange) {
            String method = exchange.getRequestMethod().toString();
            return method.equals("HEAD") ? "GET" : method;
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        AdminConnections.Connection connection = connections.of(exchange);
        if (connection == null) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        var call = new Call(exchange, connection, Call.method(exchange), Map.of());
        // Behind Undertow's handler call, which would end an exchange whose response is out, and its connection with
        // it,
        // while the client is still sending: then the client would lose the response.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> dispatch(call));
    }

    private void dispatch(Call call) {
        String path = call.exchange().getRequestURI();
        AdminTable.Found found = table.find(path);
        AdminTable.Entry route = found == null ? null : found.methods().get(call.method());
        if (!guard.knowsName(call.header(Headers.HOST))) {
            send(call, AdminJson.problem(421, "the admin server is not known by this name"));
        } else if (found == null) {
            send(call, AdminJson.problem(404, "there is no such admin route"));
        } else if (route == null) {
            call.responseHeader(Headers.ALLOW, found.allowed());
            send(call, AdminJson.problem(405, "this admin route does not allow this method"));
        } else {
            AdminResponse objection = objection(call, route);
            if (objection == null) {
                take(call.with(found.variables()), route);
            } else {
                send(call, objection);
            }
        }
    }

    private @Nullable AdminResponse objection(Call call, AdminTable.Entry route) {
        HttpServerExchange exchange = call.exchange();
        if (route.guarded()) {
            if (AdminGuard.isCrossSite(exchange.getRequestHeaders())) {
                return AdminJson.problem(403, "this admin route refuses pages of other sites");
            }
            AdminResponse objection =
                    isTrusted(call, route) ? null : guard.objection(call.header(Headers.AUTHORIZATION));
            if (objection != null) {
                if (objection.status() == StatusCodes.UNAUTHORIZED) {
                    if (call.header(Headers.AUTHORIZATION) != null) {
                        wrongTokens.presented(
                                client(exchange), connections.scanner().now());
                    }
                    call.responseHeader(Headers.WWW_AUTHENTICATE, "Bearer realm=\"gatehouse admin\"");
                }
                return objection;
            }
        }
        boolean tooLarge = exchange.getRequestContentLength() > route.largestBody()
                || (route.largestBody() == 0 && !exchange.isRequestComplete());
        return tooLarge ? tooLarge(route) : null;
    }

    /** By address, if the request calls us by an address as well: a page that gave us a name of its own does not. */
    private static boolean isTrusted(Call call, AdminTable.Entry route) {
        return AdminGuard.isPlainName(call.header(Headers.HOST))
                && route.route().trusts(client(call.exchange()));
    }

    private static String client(HttpServerExchange exchange) {
        return AddressText.of(exchange.getSourceAddress().getAddress());
    }

    private static AdminResponse tooLarge(AdminTable.Entry route) {
        return AdminJson.problem(
                413,
                route.largestBody() == 0
                        ? "this admin route takes no body"
                        : "the body is too large (expected at most " + route.largestBody() + " bytes)");
    }

    private void take(Call call, AdminTable.Entry route) {
        if (!route.blocking()) {
            send(call, handle(route, request(call, route, NO_BODY)));
            return;
        }
        RequestBodies.Room room = bodies.take(call.exchange(), route);
        if (room == null) {
            sendBusy(call, "another large request is in progress; try again");
        } else if (call.exchange().isRequestComplete()) {
            call.exchange().dispatch(SameThreadExecutor.INSTANCE, () -> begin(call, route, room, NO_BODY));
        } else {
            read(call, route, room);
        }
    }

    private void read(Call call, AdminTable.Entry route, RequestBodies.Room room) {
        call.connection().receiving(room);
        call.exchange().setMaxEntitySize(route.largestBody());
        Receiver receiver = call.exchange().getRequestReceiver();
        // The server's own limit does not hold for bodies that come in chunks.
        receiver.setMaxBufferSize(route.largestBody());
        receiver.receiveFullBytes(
                (whole, body) -> whole.dispatch(SameThreadExecutor.INSTANCE, () -> begin(call, route, room, body)),
                (broken, reason) -> {
                    room.release();
                    send(call, isTooLarge(reason) ? tooLarge(route) : AdminJson.problem(400, "broken body"));
                });
    }

    private static boolean isTooLarge(IOException reason) {
        return reason instanceof RequestTooBigException || reason instanceof Receiver.RequestToLargeException;
    }

    private void begin(Call call, AdminTable.Entry route, RequestBodies.Room room, byte[] body) {
        call.connection().working();
        AdminRequest request = request(call, route, body);
        boolean begun = workers.begin(route.guarded(), () -> {
            AdminResponse response = handle(route, request);
            onIoThread(call.exchange(), () -> {
                room.release();
                send(call, response);
            });
        });
        if (!begun) {
            room.release();
            sendBusy(call, "too many requests are waiting; try again");
        }
    }

    private static void onIoThread(HttpServerExchange exchange, Runnable task) {
        try {
            exchange.getIoThread().execute(task);
        } catch (RejectedExecutionException closed) {
            // Nobody waits for the response any more.
        }
    }

    /** A route may be a stranger's: whatever it does wrong, its client gets a response. */
    private static AdminResponse handle(AdminTable.Entry route, AdminRequest request) {
        try {
            return Objects.requireNonNull(route.route().handle(request), "an admin route gave no response");
        } catch (RuntimeException | LinkageError | StackOverflowError defect) {
            LOG.error("The admin route {} failed", request.path(), defect);
            return AdminJson.problem(500, "the admin server failed to respond; its log says why");
        }
    }

    private static AdminRequest request(Call call, AdminTable.Entry route, byte[] body) {
        Map<String, String> query = new HashMap<>();
        call.exchange().getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        String client = client(call.exchange());
        return new AdminRequest(
                call.method(), route.path(), query, call.header(Headers.ACCEPT), client, body, call.variables());
    }

    private void sendBusy(Call call, String reason) {
        call.responseHeader(Headers.RETRY_AFTER, TRY_AGAIN_SECONDS);
        send(call, AdminJson.problem(503, reason));
    }

    private void send(Call call, AdminResponse response) {
        HttpServerExchange exchange = call.exchange();
        AdminStream stream = response.stream();
        if (stream != null) {
            boolean heard = !exchange.getRequestMethod().equals(Methods.HEAD);
            if (!heard || !connections.takesStream(call.connection())) {
                stream.ended();
                if (heard) {
                    sendBusy(call, "as many streams as there may be are being read; try again");
                    return;
                }
                stream = null;
            }
        }
        exchange.setStatusCode(response.status());
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, response.contentType())
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(NO_SNIFF, "nosniff");
        response.headers().forEach(call::responseHeader);
        if (stream == null) {
            ResponseSender.send(exchange, connections, call.connection(), response.body());
        } else {
            StreamSender.send(exchange, connections, call.connection(), stream);
        }
    }
}
