package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ChunkedCoding;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.connection.MalformedBodyException;
import io.gatehouse.http.pool.Http2UpstreamStream;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Sends a request to an upstream: its head, and its body as fast as the client gives it and the upstream takes it.
 *
 * <p>It is the state of its try, with the one who reads the response, until that has been read.
 *
 * <p>Head and first part of the body leave together. No more than one buffer is held, and none while the client is waited
 * for.
 */
final class RequestSender implements ChannelListener<Channel>, AttemptState {

    /** After so many buffers others on the same I/O thread have their turn. */
    private static final int BUFFERS_AT_A_TIME = 16;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HostAttempt attempt;
    private final UpstreamConnection connection;
    private final boolean reused;
    private final ResponseReader reader;
    private final boolean chunked;
    private final @Nullable BodySource body;
    private @Nullable PooledByteBuffer pooled;
    private ByteBuffer out = NOTHING;
    private boolean complete;
    private boolean stopped;

    /** On this connection, {@code reused} if it has served before; the response is for this reader. */
    RequestSender(
            HostAttempt attempt,
            UpstreamConnection connection,
            boolean reused,
            ResponseReader reader,
            @Nullable BodySource body) {
        this.attempt = attempt;
        this.connection = connection;
        this.reused = reused;
        this.reader = reader;
        this.body = body;
        this.chunked = body != null && body.isChunked() && !(connection instanceof Http2UpstreamStream);
    }

    UpstreamConnection connection() {
        return connection;
    }

    boolean isOnReused() {
        return reused;
    }

    ResponseReader reader() {
        return reader;
    }

    /** Gives up both ways, and the connection. */
    void drop() {
        stop();
        reader.stop();
        connection.close();
    }

    private ConduitStreamSinkChannel upstream() {
        return connection.sink();
    }

    /** Begins to send; the head is the one that the context holds. */
    void begin() {
        IoThreadContext context = attempt.context();
        HeadBuffer head = context.requestHead();
        if (connection instanceof Http2UpstreamStream stream) {
            stream.sendHead(head, body == null);
            send();
            return;
        }
        if (body == null && head.length() <= context.scratch().capacity()) {
            sendAlone(head, context.scratch());
            return;
        }
        PooledByteBuffer buffer = context.takeBuffer();
        if (head.length() > buffer.getBuffer().capacity()) {
            context.giveBack(buffer);
            out = ByteBuffer.wrap(head.toBytes());
            send();
            return;
        }
        pooled = buffer;
        out = buffer.getBuffer();
        head.copyTo(out);
        if (take()) {
            out.flip();
            send();
        }
    }

    /** Sends a head without a body; what the upstream does not take at once is kept. */
    private void sendAlone(HeadBuffer head, ByteBuffer scratch) {
        out = scratch.clear();
        head.copyTo(out);
        out.flip();
        send();
        if (out.hasRemaining()) {
            out = ByteBuffer.allocate(out.remaining()).put(out).flip();
        }
    }

    /** Whether all of it has been sent. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the request has a body that is not complete yet when sending begins. */
    boolean hasBody() {
        return body != null;
    }

    /** Whether a part of the body is gone, so that the request cannot be sent again. */
    boolean hasLostBody() {
        return body != null && !body.isWhole();
    }

    /** Sends nothing more. */
    void stop() {
        stopped = true;
        free();
        if (body != null && !body.hasEnded()) {
            body.pause();
        }
    }

    @Override
    public void handleEvent(Channel ready) {
        if (!stopped && !complete) {
            send();
        } else if (ready == upstream()) {
            upstream().suspendWrites();
        } else if (body != null) {
            body.pause();
        }
    }

    private void send() {
        int buffers = 0;
        try {
            while (!stopped && flushed()) {
                if (body == null || body.hasEnded()) {
                    endStream();
                    complete();
                    return;
                }
                if (!refill()) {
                    return;
                }
                if (!body.hasEnded() && (!out.hasRemaining() || ++buffers == BUFFERS_AT_A_TIME)) {
                    awaitClient();
                    return;
                }
            }
        } catch (IOException e) {
            stop();
            attempt.on(Signal.SENDING_BROKE);
        }
    }

    private void endStream() throws IOException {
        if (body != null && connection instanceof Http2UpstreamStream stream) {
            stream.sendTrailers(body.trailers());
            upstream().shutdownWrites();
            upstream().flush();
        }
    }

    /** Writes what there is; false if the upstream takes no more for now. */
    private boolean flushed() throws IOException {
        ConduitStreamSinkChannel upstream = upstream();
        while (out.hasRemaining()) {
            if (upstream.write(out) == 0) {
                awaitUpstream();
                return false;
            }
            attempt.moved();
        }
        if (!upstream.flush()) {
            awaitUpstream();
            return false;
        }
        return true;
    }

    private boolean refill() {
        PooledByteBuffer buffer = pooled;
        if (buffer == null) {
            buffer = attempt.context().takeBuffer();
            pooled = buffer;
        }
        out = buffer.getBuffer().clear();
        boolean taken = take();
        out.flip();
        return taken;
    }

    /** Takes what has come of the body; false if that was the end of the exchange. */
    private boolean take() {
        if (body == null) {
            return true;
        }
        try {
            if (chunked ? chunk(body) : body.fill(out)) {
                return true;
            }
            attempt.on(Signal.BODY_TOO_LARGE);
        } catch (MalformedBodyException e) {
            attempt.on(Signal.BODY_MALFORMED);
        } catch (IOException e) {
            attempt.on(Signal.CLIENT_LOST);
        }
        return false;
    }

    /** Takes what has come as a chunk; the last one, too, where that was all. */
    private boolean chunk(BodySource from) throws IOException {
        int limit = out.limit();
        ChunkedCoding.begin(out);
        int start = out.position();
        boolean within;
        try {
            within = from.fill(out);
        } finally {
            ChunkedCoding.end(out, out.position() - start, limit);
        }
        if (from.hasEnded()) {
            ChunkedCoding.last(out);
        }
        return within;
    }

    private void awaitUpstream() {
        if (body != null) {
            body.pause();
        }
        attempt.sendingWaitsFor(Wait.SENDING);
        upstream().setWriteListener(this);
        upstream().resumeWrites();
    }

    private void awaitClient() throws IOException {
        if (out.hasRemaining()) {
            awaitUpstream();
            return;
        }
        free();
        upstream().suspendWrites();
        attempt.sendingWaitsFor(Wait.REQUEST_BODY);
        if (body != null) {
            body.await(this);
        }
    }

    private void complete() {
        complete = true;
        free();
        // The connection will be lent to others: nothing of this request may listen to it any more.
        upstream().suspendWrites();
        upstream().setWriteListener(null);
        attempt.on(Signal.REQUEST_SENT);
    }

    private void free() {
        out = NOTHING;
        PooledByteBuffer buffer = pooled;
        pooled = null;
        if (buffer != null) {
            attempt.context().giveBack(buffer);
        }
    }
}
