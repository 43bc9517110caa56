package io.gatehouse.http.admin;

import io.gatehouse.http.connection.LingeringClose;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/** Sends a response on the I/O thread, as fast as its client takes it, and lets the connection live on or closes it. */
final class ResponseSender implements ChannelListener<StreamSinkChannel> {

    /** The JDK copies all that it is given for each write, however little the client takes. */
    private static final int PIECE = 64 * 1024;

    private final HttpServerExchange exchange;
    private final AdminConnections connections;
    private final AdminConnections.Connection connection;
    private final ByteBuffer body;

    private ResponseSender(
            HttpServerExchange exchange,
            AdminConnections connections,
            AdminConnections.Connection connection,
            byte[] body) {
        this.exchange = exchange;
        this.connections = connections;
        this.connection = connection;
        this.body = ByteBuffer.wrap(body);
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
            drop();
        } else if (!write(channel)) {
            channel.getWriteSetter().set(this);
            channel.resumeWrites();
        }
    }

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        if (write(channel)) {
            channel.suspendWrites();
        }
    }

    /** True once there is nothing left to do. */
    private boolean write(StreamSinkChannel channel) {
        try {
            int end = body.capacity();
            while (body.position() < end) {
                body.limit(Math.min(end, body.position() + PIECE));
                if (channel.write(body) == 0) {
                    return false;
                }
            }
            channel.shutdownWrites();
            if (!channel.flush()) {
                return false;
            }
            finish();
        } catch (IOException gone) {
            drop();
        }
        return true;
    }

    private void drop() {
        connections.taken(connection);
        connection.close();
    }

    private void finish() {
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
