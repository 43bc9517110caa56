package io.gatehouse.http.proxy;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads an answer from an upstream: its head here, its body by an {@link ResponseBodyRelay}.
 *
 * <p>Interim answers are read and dropped, and do not prolong the wait for the final head.
 */
final class ResponseReader implements Runnable {

    /** More interim answers than this to one request are an attack. */
    private static final int MOST_INTERIM = 32;

    private final ForwardedExchange forwarded;
    private final GatewayExchange exchange;
    private final IoThreadContext lane;
    private final UpstreamConnection connection;
    private byte @Nullable [] begun;
    private int have;
    private int interim;
    private boolean touched;
    private boolean stopped;
    private boolean persistent;
    private @Nullable ResponseBodyRelay pump;

    ResponseReader(
            ForwardedExchange forwarded,
            GatewayExchange exchange,
            IoThreadContext lane,
            UpstreamConnection connection) {
        this.forwarded = forwarded;
        this.exchange = exchange;
        this.lane = lane;
        this.connection = connection;
    }

    /** There is something to read. */
    @Override
    public void run() {
        if (stopped) {
            connection.source().suspendReads();
        } else if (pump != null) {
            pump.run();
        } else {
            readHead();
        }
    }

    /** Reads nothing more. */
    void stop() {
        stopped = true;
        if (pump != null) {
            pump.stop();
        }
    }

    /** Whether the whole answer has been read. */
    boolean isComplete() {
        return pump != null && pump.hasEnded();
    }

    /** Whether the connection can serve another request behind this answer. */
    boolean leavesConnectionOpen() {
        return persistent && pump != null && pump.endedCleanly();
    }

    private void readHead() {
        PooledByteBuffer pooled = lane.buffers().allocate();
        boolean free = true;
        try {
            ConduitStreamSourceChannel source = connection.source();
            ByteBuffer raw = pooled.getBuffer();
            while (!stopped && pump == null) {
                int read = source.read(raw.clear());
                if (read <= 0) {
                    if (read < 0) {
                        brokeInHead("connection closed");
                    }
                    return;
                }
                touched = true;
                raw.flip();
                takeHead(raw);
            }
            ResponseBodyRelay begins = pump;
            if (begins != null && !stopped) {
                free = false;
                begins.begin(pooled);
            }
        } catch (IOException e) {
            brokeInHead(FailureText.of(e));
        } finally {
            if (free) {
                pooled.close();
            }
        }
    }

    private void brokeInHead(String how) {
        forwarded.brokeBeforeAnswer(touched, how + (touched ? " within the response head" : " before a response"));
    }

    /** Takes heads from what has been read, interim ones and the final one. */
    private void takeHead(ByteBuffer raw) {
        while (!stopped && pump == null && raw.hasRemaining()) {
            byte[] bytes = lane.answerBytes();
            int end = collect(raw, bytes);
            if (end > 0) {
                have = 0;
                begun = null;
                headIs(bytes, end, raw);
            } else if (have == bytes.length) {
                forwarded.brokeWithinAnswer(HostFailure.BAD_RESPONSE, "response head over " + bytes.length + " bytes");
                return;
            } else if (!ResponseHead.mayBegin(bytes, have)) {
                forwarded.brokeWithinAnswer(HostFailure.BAD_RESPONSE, "malformed status line");
                return;
            } else {
                begun = Arrays.copyOf(bytes, have);
            }
        }
    }

    /** Adds to what has been read of the head before; its length, with the empty line, once that is there, else 0. */
    private int collect(ByteBuffer raw, byte[] bytes) {
        if (begun != null) {
            System.arraycopy(begun, 0, bytes, 0, have);
        }
        int more = Math.min(raw.remaining(), bytes.length - have);
        raw.get(raw.position(), bytes, have, more);
        int end = endOfHead(bytes, have, have + more);
        int taken = end > 0 ? end - have : more;
        raw.position(raw.position() + taken);
        have += taken;
        return end;
    }

    /** Where the first empty line ends, whichever way lines end; an empty line that begins it is none of its lines. */
    private static int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' && isEmptyLine(bytes, i)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean isEmptyLine(byte[] bytes, int lf) {
        return lf > 0 && (bytes[lf - 1] == '\n' || (lf > 1 && bytes[lf - 1] == '\r' && bytes[lf - 2] == '\n'));
    }

    private void headIs(byte[] bytes, int end, ByteBuffer raw) {
        ResponseHead head = lane.answerHead();
        String flaw = head.read(bytes, end);
        if (flaw != null) {
            forwarded.brokeWithinAnswer(HostFailure.BAD_RESPONSE, flaw);
        } else if (head.status() >= StatusCodes.OK) {
            finalHead(head);
        } else if (head.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            switchProtocols(head, raw);
        } else if (++interim > MOST_INTERIM) {
            forwarded.brokeWithinAnswer(HostFailure.BAD_RESPONSE, "more than " + MOST_INTERIM + " interim responses");
        }
    }

    private void switchProtocols(ResponseHead head, ByteBuffer raw) {
        if (isWanted(head)) {
            stopped = true;
            Tunnel.begin(forwarded, exchange, lane, connection, head, raw);
        } else {
            forwarded.brokeWithinAnswer(HostFailure.BAD_RESPONSE, "101 Switching Protocols that nobody asked for");
        }
    }

    private boolean isWanted(ResponseHead head) {
        return forwarded.wantsUpgrade() && WebSocketUpgrade.PROTOCOL.equalsIgnoreCase(head.first(Headers.UPGRADE));
    }

    private void finalHead(ResponseHead head) {
        forwarded.answerBegins();
        ResponseBody body = ResponseBody.of(head, exchange.http().getRequestMethod());
        persistent = head.http11() && !body.isUntilClose() && !ConnectionOptions.closes(head);
        exchange.http().setStatusCode(head.status());
        ResponseHeaders.apply(head, exchange.http(), forwarded.forwarding().responseHeaders());
        exchange.stamp();
        if (!exchange.http().isRequestComplete()) {
            exchange.http().setPersistent(false);
        }
        if (head.length() == ResponseHead.UNKNOWN && exchange.http().isHttp11()) {
            exchange.http().getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        }
        pump = new ResponseBodyRelay(forwarded, exchange, lane, connection, body);
    }
}
