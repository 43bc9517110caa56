package io.gatehouse.http.proxy;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/**
 * Moves the body of an answer from an upstream to the client, as fast as the one gives it and the other takes it.
 *
 * <p>Head and first part of the body leave together; where no body has come yet, the head leaves alone. The client's
 * channel is not touched before there is something to send: until then, an answer that breaks can be replaced by an error.
 * No more than one buffer is held, and none while the upstream is waited for.
 */
final class ResponseBodyRelay implements ChannelListener<StreamSinkChannel> {

    /** After so many buffers others on the same I/O thread have their turn. */
    private static final int BUFFERS_AT_A_TIME = 16;

    private final ForwardedExchange forwarded;
    private final GatewayExchange exchange;
    private final IoThreadContext lane;
    private final UpstreamConnection connection;
    private final ResponseBody body;
    private @Nullable StreamSinkChannel client;
    private @Nullable PooledByteBuffer held;
    private boolean ended;
    private boolean clean;
    private boolean stopped;
    private boolean headIsOut;

    ResponseBodyRelay(
            ForwardedExchange forwarded,
            GatewayExchange exchange,
            IoThreadContext lane,
            UpstreamConnection connection,
            ResponseBody body) {
        this.forwarded = forwarded;
        this.exchange = exchange;
        this.lane = lane;
        this.connection = connection;
        this.body = body;
    }

    /** Begins with what came behind the head; the buffer is the pump's from now on. */
    void begin(PooledByteBuffer behindHead) {
        held = behindHead;
        ByteBuffer raw = behindHead.getBuffer();
        int content = body.available(raw);
        if (content > 0 && content == raw.remaining() && !body.isLast(content)) {
            readOn(raw);
        }
        move();
    }

    /** The upstream has something to read. */
    void run() {
        if (stopped || ended || held != null) {
            connection.source().suspendReads();
        } else {
            held = lane.buffers().allocate();
            held.getBuffer().limit(0);
            move();
        }
    }

    /** The client takes more. */
    @Override
    public void handleEvent(StreamSinkChannel to) {
        if (stopped) {
            to.suspendWrites();
        } else if (ended) {
            finish();
        } else if (held != null) {
            move();
        } else {
            headOut();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether it ended where it should, and nothing came behind it. */
    boolean endedCleanly() {
        return clean;
    }

    void stop() {
        stopped = true;
        free();
    }

    /** The channel to the client, opened when it is needed first; null if there is none any more. */
    private @Nullable StreamSinkChannel client() {
        if (client == null) {
            client = exchange.http().getResponseChannel();
            if (client == null) {
                stop();
                exchange.cutOff();
            }
        }
        return client;
    }

    /** Reads more behind what is there: an answer whose end has come too early must not begin to leave. */
    private void readOn(ByteBuffer raw) {
        int start = raw.position();
        int end = raw.limit();
        if (end == raw.capacity()) {
            return;
        }
        raw.limit(raw.capacity()).position(end);
        try {
            int read = connection.source().read(raw);
            raw.limit(raw.position()).position(start);
            if (read < 0) {
                broke(HostFailure.RESET, "connection closed within the response body");
            }
        } catch (IOException e) {
            broke(HostFailure.RESET, FailureText.of(e) + " within the response body");
        }
    }

    private void move() {
        int buffers = 0;
        PooledByteBuffer buffer = held;
        while (!stopped && buffer != null) {
            ByteBuffer raw = buffer.getBuffer();
            int content = body.available(raw);
            if (content > 0) {
                if (!write(raw, content)) {
                    return;
                }
            } else if (content == ResponseBody.MORE) {
                if (++buffers > BUFFERS_AT_A_TIME || !read(raw)) {
                    awaitUpstream();
                    return;
                }
            } else {
                end(content == ResponseBody.END && !raw.hasRemaining(), content);
                return;
            }
        }
    }

    /** Writes that much content; false if that is not possible now. */
    private boolean write(ByteBuffer raw, int content) {
        StreamSinkChannel to = client();
        if (to == null) {
            return false;
        }
        int limit = raw.limit();
        int start = raw.position();
        raw.limit(start + content);
        try {
            while (raw.hasRemaining() && to.write(raw) > 0) {
                forwarded.moved();
            }
        } catch (IOException e) {
            stop();
            forwarded.clientLost();
            return false;
        }
        headIsOut = true;
        boolean all = !raw.hasRemaining();
        body.taken(raw.position() - start);
        raw.limit(limit);
        if (!all) {
            connection.source().suspendReads();
            awaitClient(to);
        }
        return all;
    }

    /** Reads more; false if there is nothing to read now, or never again. */
    private boolean read(ByteBuffer raw) {
        try {
            int read = connection.source().read(raw.clear());
            raw.flip();
            if (read > 0) {
                forwarded.moved();
                return true;
            }
            if (read < 0) {
                upstreamClosed();
            }
        } catch (IOException e) {
            raw.limit(raw.position());
            broke(HostFailure.RESET, FailureText.of(e) + " within the response body");
        }
        return false;
    }

    private void upstreamClosed() {
        if (body.isUntilClose()) {
            end(false, ResponseBody.END);
        } else {
            broke(HostFailure.RESET, "connection closed within the response body");
        }
    }

    private void broke(HostFailure failure, String how) {
        stop();
        forwarded.brokeWithinAnswer(failure, how);
    }

    private void awaitUpstream() {
        if (stopped || ended) {
            return;
        }
        free();
        forwarded.enter(Phase.ANSWER_BODY);
        connection.source().resumeReads();
        StreamSinkChannel to = client;
        if (headIsOut && to != null) {
            to.suspendWrites();
        } else {
            headOut();
        }
    }

    /** Sends the head alone: the body may be long in coming. */
    private void headOut() {
        StreamSinkChannel to = client();
        if (to == null) {
            return;
        }
        try {
            headIsOut = to.flush();
            if (headIsOut) {
                to.suspendWrites();
            } else {
                to.getWriteSetter().set(this);
                to.resumeWrites();
            }
        } catch (IOException e) {
            stop();
            forwarded.clientLost();
        }
    }

    private void awaitClient(StreamSinkChannel to) {
        forwarded.enter(Phase.CLIENT_WRITES);
        to.getWriteSetter().set(this);
        to.resumeWrites();
    }

    private void end(boolean nothingBehind, int mark) {
        if (mark == ResponseBody.BROKEN) {
            broke(HostFailure.BAD_RESPONSE, "malformed chunk");
            return;
        }
        ended = true;
        clean = nothingBehind;
        free();
        forwarded.answered();
        finish();
    }

    private void finish() {
        StreamSinkChannel to = client();
        if (to == null) {
            return;
        }
        try {
            to.shutdownWrites();
            if (to.flush()) {
                to.suspendWrites();
                forwarded.answerIsOut();
            } else {
                awaitClient(to);
            }
        } catch (IOException e) {
            stop();
            forwarded.clientLost();
        }
    }

    private void free() {
        PooledByteBuffer buffer = held;
        held = null;
        if (buffer != null) {
            buffer.close();
        }
    }
}
