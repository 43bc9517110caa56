package io.gatehouse.http.proxy;

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
 * <p>Head and first part of the body leave together; where no body has come yet, the head leaves alone. No more than one
 * buffer is held, and none while the upstream is waited for.
 */
final class AnswerPump implements ChannelListener<StreamSinkChannel> {

    /** After so many buffers others on the same I/O thread have their turn. */
    private static final int BUFFERS_AT_A_TIME = 16;

    private final ForwardedExchange forwarded;
    private final GatewayExchange exchange;
    private final Lane lane;
    private final UpstreamConnection connection;
    private final AnswerBody body;
    private @Nullable StreamSinkChannel client;
    private @Nullable PooledByteBuffer held;
    private boolean ended;
    private boolean clean;
    private boolean stopped;
    private boolean headIsOut;

    AnswerPump(
            ForwardedExchange forwarded,
            GatewayExchange exchange,
            Lane lane,
            UpstreamConnection connection,
            AnswerBody body) {
        this.forwarded = forwarded;
        this.exchange = exchange;
        this.lane = lane;
        this.connection = connection;
        this.body = body;
    }

    /** Begins with what came behind the head; the buffer is the pump's from now on. */
    void begin(PooledByteBuffer behindHead) {
        held = behindHead;
        client = exchange.http().getResponseChannel();
        if (client == null) {
            stop();
            exchange.cutOff();
        } else {
            move(client);
        }
    }

    /** The upstream has something to read. */
    void run() {
        StreamSinkChannel to = client;
        if (to == null || stopped || ended || held != null) {
            connection.source().suspendReads();
        } else {
            held = lane.buffers().allocate();
            held.getBuffer().limit(0);
            move(to);
        }
    }

    /** The client takes more. */
    @Override
    public void handleEvent(StreamSinkChannel to) {
        if (stopped) {
            to.suspendWrites();
        } else if (ended) {
            finish(to);
        } else if (held != null) {
            move(to);
        } else {
            headOut(to);
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

    private void move(StreamSinkChannel to) {
        int buffers = 0;
        PooledByteBuffer buffer = held;
        while (!stopped && buffer != null) {
            ByteBuffer raw = buffer.getBuffer();
            int content = body.available(raw);
            if (content > 0) {
                if (!write(to, raw, content)) {
                    return;
                }
            } else if (content == AnswerBody.MORE) {
                if (++buffers > BUFFERS_AT_A_TIME || !read(raw)) {
                    awaitUpstream(to);
                    return;
                }
            } else {
                end(to, content == AnswerBody.END && !raw.hasRemaining(), content);
                return;
            }
        }
    }

    /** Writes that much content; false if that is not possible now. */
    private boolean write(StreamSinkChannel to, ByteBuffer raw, int content) {
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
            broke();
        }
        return false;
    }

    private void upstreamClosed() {
        StreamSinkChannel to = client;
        if (body.isUntilClose() && to != null) {
            end(to, false, AnswerBody.END);
        } else {
            broke();
        }
    }

    private void broke() {
        stop();
        forwarded.brokeWithinAnswer();
    }

    private void awaitUpstream(StreamSinkChannel to) {
        if (stopped || ended) {
            return;
        }
        free();
        forwarded.enter(Phase.ANSWER_BODY);
        connection.source().resumeReads();
        if (headIsOut) {
            to.suspendWrites();
        } else {
            headOut(to);
        }
    }

    /** Sends the head alone: the body may be long in coming. */
    private void headOut(StreamSinkChannel to) {
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

    private void end(StreamSinkChannel to, boolean nothingBehind, int mark) {
        if (mark == AnswerBody.BROKEN) {
            broke();
            return;
        }
        ended = true;
        clean = nothingBehind;
        free();
        forwarded.answered();
        finish(to);
    }

    private void finish(StreamSinkChannel to) {
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
