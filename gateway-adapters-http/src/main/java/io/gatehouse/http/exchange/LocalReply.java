package io.gatehouse.http.exchange;

import io.gatehouse.http.connection.BodySender;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Sends a response of the gateway's own making.
 *
 * <p>The rest of the request body is taken in if it is here already; else the connection closes behind the response,
 * slowly, so that the client can read it.
 */
final class LocalReply extends BodySender implements ActiveOperation {

    /** More of a body than this is not read only to keep a connection. */
    private static final int LARGEST_REST = 64 * 1024;

    private final GatewayExchange exchange;
    private final HttpServerExchange http;
    private final int length;
    private long since;

    LocalReply(GatewayExchange exchange, byte[] body) {
        super(body);
        this.exchange = exchange;
        this.http = exchange.http();
        this.length = body.length;
    }

    void send() {
        if (!http.isRequestComplete() && !takeInRest()) {
            http.setPersistent(false);
        }
        if (!exchange.response().contains(Headers.CONTENT_LENGTH)) {
            exchange.response().add(Headers.CONTENT_LENGTH, Integer.toString(length));
        }
        StreamSinkChannel channel = http.getResponseChannel();
        if (channel == null) {
            exchange.cutOff();
            return;
        }
        if (!begin(channel)) {
            since = exchange.scanner().now();
            exchange.forwardedBy(this);
        }
    }

    @Override
    protected void sent() {
        exchange.answerIsOut();
    }

    @Override
    protected void gone() {
        exchange.cutOff();
    }

    private boolean takeInRest() {
        StreamSourceChannel rest = exchange.awaitsContinue() ? null : http.getRequestChannel();
        if (rest == null) {
            return false;
        }
        try (PooledByteBuffer pooled = http.getConnection().getByteBufferPool().allocate()) {
            return isTakenIn(rest, pooled.getBuffer());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isTakenIn(StreamSourceChannel rest, ByteBuffer buffer) throws IOException {
        int total = 0;
        int read = 0;
        while (total <= LARGEST_REST && (read = rest.read(buffer)) > 0) {
            total += read;
            buffer.clear();
        }
        exchange.stats().received(total);
        return read == -1;
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - since > exchange.patience().stall().toNanos()) {
            exchange.cutOff();
        }
    }

    @Override
    public void abandon() {
        // Nothing is held.
    }
}
