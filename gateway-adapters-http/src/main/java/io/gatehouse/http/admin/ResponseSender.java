package io.gatehouse.http.admin;

import io.gatehouse.http.connection.BodySender;
import io.gatehouse.http.connection.LingeringClose;
import io.undertow.server.HttpServerExchange;
import org.xnio.channels.StreamSinkChannel;

/** Sends a response on the I/O thread, as fast as its client takes it, and lets the connection live on or closes it. */
final class ResponseSender extends BodySender {

    private final HttpServerExchange exchange;
    private final AdminConnections connections;
    private final AdminConnections.Connection connection;

    private ResponseSender(
            HttpServerExchange exchange,
            AdminConnections connections,
            AdminConnections.Connection connection,
            byte[] body) {
        super(body);
        this.exchange = exchange;
        this.connections = connections;
        this.connection = connection;
    }

    /** Sends the body, and before it the head that the exchange has been given. */
    static void send(
            HttpServerExchange exchange,
            AdminConnections connections,
            AdminConnections.Connection connection,
            byte[] body) {
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        exchange.setResponseContentLength(body.length);
        connections.holds(connection, body.length);
        new ResponseSender(exchange, connections, connection, body).send();
    }

    private void send() {
        StreamSinkChannel channel = exchange.getResponseChannel();
        if (channel == null) {
            gone();
        } else {
            begin(channel);
        }
    }

    @Override
    protected void gone() {
        connections.taken(connection);
        connection.close();
    }

    @Override
    protected void sent() {
        connections.taken(connection);
        if (exchange.isRequestComplete()) {
            connection.kept();
            exchange.endExchange();
        } else {
            connection.working();
            LingeringClose.begin(exchange, connections.scanner());
        }
    }
}
