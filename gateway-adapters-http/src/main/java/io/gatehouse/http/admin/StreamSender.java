package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminStream;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends a stream on the I/O thread, as fast as its client takes it, with a sign of life where there is nothing to send; drops a client that takes
 * nothing. Holds one piece of the stream at a time.
 */
final class StreamSender extends WatchedDeadline implements ChannelListener<StreamSinkChannel> {

    private static final long HEARTBEAT_NANOS =
            Duration.ofSeconds(AdminStream.HEARTBEAT_SECONDS).toNanos();
    private static final long STALL_NANOS = Duration.ofSeconds(30).toNanos();

    private final AdminConnections connections;
    private final AdminConnections.Connection connection;
    private final AdminStream stream;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final @Nullable StreamSinkChannel channel;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean sending;
    private boolean over;
    private long moved;

    private StreamSender(
            HttpServerExchange exchange,
            AdminConnections connections,
            AdminConnections.Connection connection,
            AdminStream stream) {
        this.connections = connections;
        this.connection = connection;
        this.stream = stream;
        this.channel = exchange.getResponseChannel();
    }

    /** Sends a stream, and before it the head that the exchange has been given. */
    static void send(
            HttpServerExchange exchange,
            AdminConnections connections,
            AdminConnections.Connection connection,
            AdminStream stream) {
        connection.working();
        new StreamSender(exchange, connections, connection, stream).begin();
    }

    private void begin() {
        connection.streams(this::end);
        if (channel == null) {
            connection.close();
            return;
        }
        moved = connections.scanner().now();
        connections.scanner().watch(this);
        connection.watchClient();
        stream.begin(this::ready);
        piece = ByteBuffer.wrap(stream.heartbeat());
        send(channel);
    }

    /** Called on any thread, also when there is nothing. */
    private void ready() {
        if (asked.compareAndSet(false, true)) {
            try {
                connections.scanner().thread().execute(() -> {
                    asked.set(false);
                    if (channel != null && !sending && !over) {
                        send(channel);
                    }
                });
            } catch (RejectedExecutionException atTheEnd) {
                // Nobody reads any more.
            }
        }
    }

    @Override
    public void handleEvent(StreamSinkChannel writable) {
        send(writable);
    }

    private void send(StreamSinkChannel to) {
        try {
            boolean done = write(to);
            if (done && sending) {
                to.suspendWrites();
            } else if (!done && !sending) {
                to.getWriteSetter().set(this);
                to.resumeWrites();
            }
            sending = !done;
        } catch (IOException gone) {
            connection.close();
        }
    }

    /** True once all is sent that there is. */
    private boolean write(StreamSinkChannel to) throws IOException {
        while (!over) {
            while (piece.hasRemaining()) {
                // Asked before the client gets anything, so that what it does then is later.
                long now = connections.scanner().now();
                if (to.write(piece) == 0) {
                    return false;
                }
                moved = now;
            }
            byte[] next = stream.next();
            if (next.length == 0) {
                return to.flush();
            }
            piece = ByteBuffer.wrap(next);
        }
        return true;
    }

    private void end() {
        if (!over) {
            over = true;
            connections.scanner().forget(this);
            stream.ended();
        }
    }

    @Override
    public void check(long nowNanos) {
        long silent = nowNanos - moved;
        if (sending) {
            if (silent > STALL_NANOS) {
                connection.close();
            }
        } else if (silent > HEARTBEAT_NANOS && channel != null) {
            piece = ByteBuffer.wrap(stream.heartbeat());
            moved = nowNanos;
            send(channel);
        }
    }

    @Override
    public void giveUp() {
        connection.close();
    }
}
