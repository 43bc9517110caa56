package io.gatehouse.http.forwarding;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.connection.MalformedBodyException;
import io.gatehouse.http.exchange.ActiveOperation;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import org.xnio.ChannelListener;

/** Reads the whole body of a request before anybody decides what becomes of it, and refuses clients that take too long. Used on its I/O thread. */
final class WholeBody implements ActiveOperation, ChannelListener<Channel> {

    private final GatewayExchange exchange;
    private final BodySource source;
    private final Receiver receiver;
    private long since;

    /** Who wants it; called on the I/O thread. */
    interface Receiver {

        /** Takes all there is in the buffer; false if it has refused the request, and wants no more. */
        boolean takes(ByteBuffer part);

        /** There is more than was wanted. */
        void isTooLong();

        /** That was all of it. */
        void isWhole();
    }

    /** A body of so many bytes at most. */
    WholeBody(GatewayExchange exchange, long most, Receiver receiver) {
        this.exchange = exchange;
        this.source = new BodySource(exchange, most, false, false);
        this.receiver = receiver;
        this.since = exchange.scanner().now();
    }

    @Override
    public void handleEvent(Channel ready) {
        if (!source.hasEnded() && !exchange.hasEnded()) {
            read();
        }
    }

    /** Reads what has come, and the rest when it comes. */
    void read() {
        HttpServerExchange http = exchange.http();
        try (PooledByteBuffer pooled = http.getConnection().getByteBufferPool().allocate()) {
            while (true) {
                ByteBuffer buffer = pooled.getBuffer().clear();
                boolean fits = source.fill(buffer);
                int come = buffer.flip().remaining();
                if (!fits) {
                    receiver.isTooLong();
                    return;
                }
                if (!receiver.takes(buffer)) {
                    return;
                }
                if (source.hasEnded()) {
                    source.pause();
                    receiver.isWhole();
                    return;
                }
                if (come == 0) {
                    source.await(this);
                    return;
                }
                since = exchange.scanner().now();
            }
        } catch (MalformedBodyException e) {
            exchange.refuseAndClose(Refusal.of(Rejection.MALFORMED_REQUEST));
        } catch (IOException e) {
            exchange.cutOff();
        }
    }

    @Override
    public void check(long nowNanos) {
        if (!source.hasEnded() && nowNanos - since > exchange.patience().stall().toNanos()) {
            exchange.refuseAndClose(Refusal.of(Rejection.REQUEST_TIMEOUT));
        }
    }

    @Override
    public void abandon() {
        if (!source.hasEnded()) {
            source.pause();
        }
    }
}
