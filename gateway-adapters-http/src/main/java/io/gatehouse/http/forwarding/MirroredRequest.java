package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.codec.ConnectionOptions;
import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.exchange.BodyTap;
import io.gatehouse.http.forwarding.MirrorListener.CopyOutcome;
import io.gatehouse.http.pool.ConnectionCallback;
import io.gatehouse.http.pool.HostPool;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * A copy of a request on its way to a mirror, with a connection, memory and deadline of its own: the exchange that it is a copy of
 * neither waits for it nor hears of it. The answer is read away. Used on the exchange's I/O thread.
 */
final class MirroredRequest extends WatchedDeadline implements BodyTap, ConnectionCallback, Runnable {

    /** A longer answer costs its connection. */
    private static final int MOST_TO_READ_AWAY = 1 << 20;

    private static final int ROOM_AT_FIRST = 1024;
    private static final byte[] NOTHING = {};

    private enum State {
        /** Its body passes. */
        COPYING,
        CONNECTING,
        /** It is sent, or answered. */
        EXCHANGING,
        OVER
    }

    private final Mirrors.Room room;
    private final IoThreadContext context;
    private final HostPool pool;
    private final HttpString method;
    private final byte[] head;
    private final Timeouts timeouts;
    private State state = State.COPYING;
    private byte[] body = NOTHING;
    private int size;
    private long begun;
    private ByteBuffer out = ByteBuffer.wrap(NOTHING);
    private @Nullable UpstreamConnection connection;
    private byte[] answerHead = NOTHING;
    private int have;
    private @Nullable ResponseBody answer;
    private boolean persistent;
    private int readAway;

    /** A copy with this head, but for its length and the empty line. */
    MirroredRequest(
            Mirrors.Room room,
            IoThreadContext context,
            HostPool pool,
            HttpString method,
            byte[] head,
            Timeouts timeouts) {
        this.room = room;
        this.context = context;
        this.pool = pool;
        this.method = method;
        this.head = head;
        this.timeouts = timeouts;
    }

    @Override
    public void passed(ByteBuffer buffer, int from, int length) {
        if (state != State.COPYING) {
            return;
        }
        if (size + length > Mirrors.LARGEST_BODY) {
            end(CopyOutcome.TOO_LARGE);
        } else if (!room.take(length)) {
            end(CopyOutcome.BUSY);
        } else {
            if (body.length - size < length) {
                body = Arrays.copyOf(body, Math.max(size + length, body.length * 2));
            }
            buffer.get(from, body, size, length);
            size += length;
        }
    }

    @Override
    public void bodyEnded() {
        send(true);
    }

    @Override
    public void exchangeEnded() {
        if (state == State.COPYING) {
            end(CopyOutcome.INCOMPLETE);
        }
    }

    /** Begins to send, whatever becomes of the exchange from now on; {@code framed} if it has a body, be it empty. */
    void send(boolean framed) {
        if (state != State.COPYING) {
            return;
        }
        state = State.CONNECTING;
        String length = framed ? "Content-Length: " + size + "\r\n\r\n" : "\r\n";
        out = ByteBuffer.allocate(head.length + length.length() + size)
                .put(head)
                .put(length.getBytes(StandardCharsets.ISO_8859_1))
                .put(body, 0, size)
                .flip();
        body = NOTHING;
        begun = context.scanner().now();
        context.scanner().watch(this);
        pool.acquire(this, timeouts.connect(), Reuse.ANY);
    }

    @Override
    public void connected(UpstreamConnection opened, boolean reused) {
        if (state != State.CONNECTING) {
            opened.close();
            return;
        }
        state = State.EXCHANGING;
        connection = opened;
        opened.lendTo(this);
        opened.sink().setWriteListener(this::write);
        write(opened.sink());
    }

    @Override
    public void unreachable(HostFailure failure, String why) {
        end(failure == HostFailure.CONNECT_TIMEOUT ? CopyOutcome.TIMED_OUT : CopyOutcome.FAILED);
    }

    @Override
    public void busy() {
        end(CopyOutcome.BUSY);
    }

    @Override
    public void waits() {
        // Nobody waits for one of these connections.
    }

    private void write(ConduitStreamSinkChannel sink) {
        try {
            while (out.hasRemaining() && sink.write(out) > 0) {
                // On to the rest.
            }
            if (!out.hasRemaining() && sink.flush()) {
                sink.suspendWrites();
                sink.setWriteListener(null);
            } else {
                sink.resumeWrites();
            }
        } catch (IOException e) {
            end(CopyOutcome.FAILED);
        }
    }

    /** There is something to read. */
    @Override
    public void run() {
        try (PooledByteBuffer pooled = context.buffers().allocate()) {
            ByteBuffer raw = pooled.getBuffer();
            UpstreamConnection from = connection;
            while (state == State.EXCHANGING && from != null) {
                int read = from.source().read(raw.clear());
                if (read < 0) {
                    end(answer != null && answer.isUntilClose() ? CopyOutcome.ANSWERED : CopyOutcome.FAILED);
                } else if (read == 0) {
                    return;
                } else {
                    readAway += read;
                    take(raw.flip());
                }
                if (readAway > MOST_TO_READ_AWAY) {
                    // Whatever it sends: heads without an end, too, would keep the I/O thread.
                    end(answer == null ? CopyOutcome.FAILED : CopyOutcome.ANSWERED);
                }
            }
        } catch (IOException e) {
            end(CopyOutcome.FAILED);
        }
    }

    private void take(ByteBuffer raw) {
        while (state == State.EXCHANGING && raw.hasRemaining() && answer == null) {
            takeHead(raw);
        }
        ResponseBody rest = answer;
        while (state == State.EXCHANGING && rest != null) {
            int content = rest.available(raw);
            if (content == ResponseBody.END) {
                answered(persistent && !raw.hasRemaining() && !out.hasRemaining());
            } else if (content == ResponseBody.BROKEN) {
                end(CopyOutcome.FAILED);
            } else if (content == ResponseBody.MORE) {
                return;
            } else {
                raw.position(raw.position() + content);
                rest.taken(content);
            }
        }
    }

    private void takeHead(ByteBuffer raw) {
        if (have == answerHead.length) {
            answerHead = Arrays.copyOf(answerHead, Math.max(ROOM_AT_FIRST, have * 2));
        }
        int more = Math.min(raw.remaining(), answerHead.length - have);
        raw.get(raw.position(), answerHead, have, more);
        int end = ResponseHead.end(answerHead, have, have + more);
        int taken = end > 0 ? end - have : more;
        raw.position(raw.position() + taken);
        have += taken;
        if (end > 0) {
            have = 0;
            headIs(context.responseHead(), end);
        } else if (have >= context.responseBytes().length) {
            end(CopyOutcome.FAILED);
        }
    }

    private void headIs(ResponseHead read, int end) {
        if (read.read(answerHead, end) != null || read.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            end(CopyOutcome.FAILED);
        } else if (read.status() >= StatusCodes.OK) {
            ResponseBody begins = ResponseBody.of(read, method);
            persistent = read.http11() && !begins.isUntilClose() && !ConnectionOptions.closes(read);
            answer = begins;
        }
    }

    private void answered(boolean keepConnection) {
        UpstreamConnection used = connection;
        if (keepConnection && used != null) {
            connection = null;
            used.giveBack(timeouts.idle().toNanos());
        }
        end(CopyOutcome.ANSWERED);
    }

    private void end(CopyOutcome outcome) {
        State last = state;
        if (last == State.OVER) {
            return;
        }
        state = State.OVER;
        context.scanner().forget(this);
        if (last == State.CONNECTING) {
            pool.leave(this);
        }
        if (connection != null) {
            connection.close();
        }
        body = NOTHING;
        out = ByteBuffer.wrap(NOTHING);
        room.leave(size, outcome);
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > timeouts.connect().plus(timeouts.response()).toNanos()) {
            end(CopyOutcome.TIMED_OUT);
        }
    }

    @Override
    public void giveUp() {
        end(CopyOutcome.FAILED);
    }
}
