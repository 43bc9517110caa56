package io.gatehouse.http.connection;

import io.gatehouse.domain.rejection.Refusal;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** Has every request of a connection answered. */
public interface RequestHandler {

    /**
     * Begins to answer, on the I/O thread of the connection; never blocks, and outside of Undertow's handler call, so that whatever is
     * done to the exchange is done at once. With a {@code flaw} it must be answered with that: such a request has no body, and only
     * as much of its head as could be read.
     */
    void handle(HttpServerExchange http, @Nullable Refusal flaw);
}
