package io.gatehouse.http.forwarding;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.pool.FailureText;
import io.gatehouse.http.pool.Http2UpstreamStream;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/**
 * Moves the body of a response from an upstream to the client, as fast as the one gives it and the other takes it.
 *
 * <p>Head and first part of the body leave together; where no body has come yet, the head leaves alone. The client's
 * channel is not touched before there is something to send: until then, a response that breaks can be replaced by an error.
 * No more than one buffer is held, and none while the upstream is waited for; a large one, if there is one, where more has
 * come than the last took.
 */
final class ResponseBodyRelay implements ChannelListener<StreamSinkChannel> {

    /** After so many buffers others on the same I/O thread have their turn. */
    private static final int BUFFERS_AT_A_TIME = 16;

    /** The same where they are compressed, which takes some hundred microseconds each. */
    private static final int COMPRESSED_AT_A_TIME = 4;

    private final HostAttempt attempt;
    private final UpstreamConnection connection;
    private final ResponseBody body;
    private final @Nullable ResponseHold hold;
    private final @Nullable BodyFilter filter;
    private @Nullable StreamSinkChannel client;
    private @Nullable PooledByteBuffer held;
    private State state = State.RELAYING;
    private boolean large;
    private boolean filled;
    private boolean clean;
    private boolean endsEarly;

    private enum State {
        /** The body comes in, and goes out. */
        RELAYING,
        /** All of it has been read and written; the client has not taken the last of it. */
        FINISHING,
        /** Nothing more is read or written. */
        STOPPED
    }

    ResponseBodyRelay(
            HostAttempt attempt,
            UpstreamConnection connection,
            ResponseBody body,
            @Nullable ResponseHold hold,
            @Nullable BodyFilter filter) {
        this.attempt = attempt;
        this.connection = connection;
        this.body = body;
        this.hold = hold;
        this.filter = hold == null ? filter : hold;
    }

    /** Begins with what came behind the head; the buffer is the relay's from now on. */
    void begin(PooledByteBuffer behindHead) {
        held = behindHead;
        ByteBuffer raw = behindHead.getBuffer();
        if (filter instanceof StoredBody) {
            // Nobody waits for a body that is not wanted: it costs the connection, unless it is there already.
            end(isWholeIn(raw), ResponseBody.END);
            return;
        }
        int content = body.available(raw);
        if (content > 0 && content == raw.remaining() && !body.isLast(content)) {
            readOn(raw);
        }
        filled = raw.limit() == raw.capacity();
        move();
    }

    private boolean isWholeIn(ByteBuffer raw) {
        int content;
        while ((content = body.available(raw)) > 0) {
            raw.position(raw.position() + content);
            body.taken(content);
        }
        return content == ResponseBody.END && !raw.hasRemaining();
    }

    /** The upstream has something to read. */
    void run() {
        if (state != State.RELAYING || held != null) {
            connection.source().suspendReads();
        } else {
            held = attempt.context().takeBuffer();
            held.getBuffer().limit(0);
            move();
        }
    }

    /** The client takes more. */
    @Override
    public void handleEvent(StreamSinkChannel to) {
        switch (state) {
            case STOPPED -> to.suspendWrites();
            case FINISHING -> finish();
            case RELAYING -> {
                if (held != null) {
                    move();
                } else {
                    flush();
                }
            }
        }
    }

    /** Whether it ended where it should, and nothing came behind it. */
    boolean endedCleanly() {
        return clean;
    }

    /** Ends the response as if the upstream had ended it, once the client has taken what has been read; false where the length was told before. */
    boolean endEarly() {
        if (state != State.RELAYING
                || (filter != null && !(filter instanceof GzipBody))
                || attempt.exchange().response().contains(Headers.CONTENT_LENGTH)) {
            return false;
        }
        endsEarly = true;
        attempt.exchange().http().setPersistent(false);
        if (held == null) {
            end(false, ResponseBody.END);
        }
        return true;
    }

    void stop() {
        state = State.STOPPED;
        free();
        if (filter != null) {
            filter.free();
        }
    }

    /** The channel to the client, opened when it is needed first; null if there is none any more. */
    private @Nullable StreamSinkChannel client() {
        if (client == null) {
            client = attempt.exchange().http().getResponseChannel();
            if (client == null) {
                stop();
                attempt.exchange().cutOff();
            }
        }
        return client;
    }

    /** Reads more behind what is there: a response whose end has come too early must not begin to leave. */
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
        while (state == State.RELAYING && buffer != null) {
            ByteBuffer raw = buffer.getBuffer();
            int content = body.available(raw);
            if (content > 0) {
                if (!write(raw, content)) {
                    return;
                }
            } else if (content == ResponseBody.MORE) {
                buffer = roomier(buffer);
                raw = buffer.getBuffer();
                if (++buffers > buffersAtATime() || !read(raw)) {
                    awaitUpstream();
                    return;
                }
            } else {
                end(content == ResponseBody.END && !raw.hasRemaining(), content);
                return;
            }
        }
    }

    private int buffersAtATime() {
        return filter != null && filter.isCostly() ? COMPRESSED_AT_A_TIME : BUFFERS_AT_A_TIME;
    }

    /** A large buffer in the place of this one, if that was filled and there is one; empty. */
    private PooledByteBuffer roomier(PooledByteBuffer buffer) {
        boolean cheap = buffersAtATime() == BUFFERS_AT_A_TIME;
        PooledByteBuffer more =
                filled && !large && cheap ? attempt.context().largeBuffers().take() : null;
        if (more == null) {
            return buffer;
        }
        attempt.context().giveBack(buffer);
        held = more;
        large = true;
        return more;
    }

    /** Writes that much content; false if that is not possible now. */
    private boolean write(ByteBuffer raw, int content) {
        if (hold != null && hold.takes(raw, content)) {
            body.taken(content);
            attempt.moved();
            return true;
        }
        StreamSinkChannel to = client();
        if (to == null) {
            return false;
        }
        int limit = raw.limit();
        int start = raw.position();
        raw.limit(start + content);
        try {
            while (raw.hasRemaining() && (filter == null ? to.write(raw) : filter.write(raw, to)) > 0) {
                attempt.moved();
            }
        } catch (IOException e) {
            stop();
            attempt.on(Signal.CLIENT_LOST);
            return false;
        }
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
                filled = read == raw.capacity();
                attempt.moved();
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
        attempt.upstreamBroke(failure, how, false);
    }

    private void awaitUpstream() {
        if (state != State.RELAYING) {
            return;
        }
        free();
        if (endsEarly) {
            end(false, ResponseBody.END);
            return;
        }
        attempt.waitsFor(Wait.RESPONSE_BODY);
        connection.source().resumeReads();
        flush();
    }

    /** Sends what has been written, the head alone if there is nothing else: more may be long in coming. */
    private void flush() {
        if (hold != null && hold.holds()) {
            return;
        }
        StreamSinkChannel to = client();
        if (to == null) {
            return;
        }
        try {
            if (filter == null ? to.flush() : filter.flush(to)) {
                to.suspendWrites();
            } else {
                to.getWriteSetter().set(this);
                to.resumeWrites();
            }
        } catch (IOException e) {
            stop();
            attempt.on(Signal.CLIENT_LOST);
        }
    }

    private void awaitClient(StreamSinkChannel to) {
        attempt.waitsFor(Wait.CLIENT_WRITES);
        to.getWriteSetter().set(this);
        to.resumeWrites();
    }

    private void end(boolean nothingBehind, int mark) {
        if (mark == ResponseBody.BROKEN) {
            broke(HostFailure.BAD_RESPONSE, "malformed chunk");
            return;
        }
        state = State.FINISHING;
        clean = nothingBehind;
        free();
        attempt.on(Signal.RESPONSE_READ);
        finish();
    }

    private void finish() {
        if (hold != null && hold.holds()) {
            hold.complete(() -> {
                if (state == State.FINISHING) {
                    finish();
                }
            });
            return;
        }
        StreamSinkChannel to = client();
        if (to == null) {
            return;
        }
        try {
            if (filter != null && !filter.end(to)) {
                awaitClient(to);
                return;
            }
            if (attempt.exchange().grpcWeb() == null
                    && connection instanceof Http2UpstreamStream stream
                    && stream.trailers() != null) {
                ClientConnection.of(attempt.exchange().http()).sendTrailers(stream.trailers());
            }
            to.shutdownWrites();
            if (to.flush()) {
                to.suspendWrites();
                attempt.on(Signal.RESPONSE_SENT);
            } else {
                awaitClient(to);
            }
        } catch (IOException e) {
            stop();
            attempt.on(Signal.CLIENT_LOST);
        }
    }

    private void free() {
        PooledByteBuffer buffer = held;
        boolean own = large;
        held = null;
        large = false;
        if (buffer == null) {
            return;
        }
        if (own) {
            buffer.close();
        } else {
            attempt.context().giveBack(buffer);
        }
    }
}
