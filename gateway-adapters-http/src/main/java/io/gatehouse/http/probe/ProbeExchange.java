package io.gatehouse.http.probe;

import static java.util.Map.entry;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.StatusRange;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.pool.ConnectAttempt;
import io.gatehouse.http.pool.Connector;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One probe: connects, asks, reads the status and reports it, reads the rest away, and closes. Its reasons are a few words for
 * operators, and nothing of what the host sent. Used on the I/O thread of probes only.
 */
final class ProbeExchange implements Connector.Listener, Http2Probe.Outcome {

    /** The most bytes that are read to find the status, interim responses included. */
    private static final int LONGEST_HEAD = 16 * 1024;

    private static final int MOST_TO_READ_AWAY = 64 * 1024;
    private static final int ROOM_AT_FIRST = 1024;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** The first that fits wins, so the narrower stand before the wider. */
    private static final List<Map.Entry<Class<? extends Exception>, String>> REASONS = List.of(
            entry(UnknownHostException.class, "unknown host"),
            entry(SSLException.class, "tls failure"),
            entry(NoRouteToHostException.class, "no route to host"),
            entry(ConnectException.class, "connection refused"),
            entry(SocketException.class, "connection reset"),
            entry(EOFException.class, "connection closed early"),
            entry(IOException.class, "connection reset"));

    private enum State {
        CONNECTING,
        ASKING,
        /** The result is known: a connection that is closed with bytes unread is reset, and hosts write that into their logs. */
        READING_AWAY,
        OVER
    }

    private final HttpUpstreamProbe.Line line;
    private final ProbeTarget target;
    private final Consumer<ProbeResult> report;
    private State state = State.CONNECTING;
    private @Nullable ConnectAttempt attempt;
    private XnioExecutor.@Nullable Key deadline;
    private @Nullable StreamConnection connection;
    private @Nullable Http2Probe http2;
    private ByteBuffer request = ByteBuffer.allocate(0);
    private byte[] head = new byte[ROOM_AT_FIRST];
    private int have;
    private int interim;
    private int readAway;

    ProbeExchange(HttpUpstreamProbe.Line line, ProbeTarget target, Consumer<ProbeResult> report) {
        this.line = line;
        this.target = target;
        this.report = report;
    }

    /** Begins, with all of its time ahead. */
    void begin() {
        byte[] bytes = request(line.request.reset(), target);
        if (bytes == null) {
            fail("not a valid URL");
            return;
        }
        request = ByteBuffer.wrap(bytes);
        long millis = Math.max(1, target.timeout().toMillis());
        deadline = line.thread.executeAfter(() -> fail(timedOut()), millis, TimeUnit.MILLISECONDS);
        // Probes are few, and not counted among the connections of requests.
        attempt =
                new ConnectAttempt(line.connector, target.address(), target.timeout(), Connector.Places.ENDLESS, this);
        attempt.begin();
    }

    /** The host's name. */
    String host() {
        return target.address().host();
    }

    /** The request; null if a path, name or header would end a line, or a path or name holds a blank. */
    private static byte @Nullable [] request(HeadBuffer head, ProbeTarget target) {
        String authority = authority(target);
        Map<String, String> headers = headers(target);
        boolean sound = isPlain(target.path()) && isPlain(authority);
        head.add("GET ")
                .add(target.path())
                .add(" HTTP/1.1\r\nHost: ")
                .add(authority)
                .endLine();
        for (var header : headers.entrySet()) {
            sound &= isPlain(header.getKey()) && !hasControls(header.getValue());
            head.add(header.getKey()).add(": ").add(header.getValue()).endLine();
        }
        return sound ? head.add("Connection: close").endLine().endLine().toBytes() : null;
    }

    private static String authority(ProbeTarget target) {
        String host = target.host();
        return host == null ? target.address().authority() : host;
    }

    private static Map<String, String> headers(ProbeTarget target) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "gatehouse-probe");
        headers.put("Accept", "*/*");
        target.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        return headers;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public void opened(StreamConnection channel) {
        connection = channel;
        state = State.ASKING;
        if (target.address().http2()) {
            var probe = new Http2Probe(channel, line.buffers, line.connector.scanner(), target, this);
            http2 = probe;
            probe.begin(headers(target), authority(target));
            return;
        }
        channel.getSourceChannel().setReadListener(this::read);
        channel.getSourceChannel().resumeReads();
        channel.getSinkChannel().setWriteListener(this::send);
        send(channel.getSinkChannel());
    }

    @Override
    public void status(int status) {
        end(judged(status));
    }

    @Override
    public void serves() {
        end(ProbeResult.GOOD);
    }

    @Override
    public void failed(String why) {
        fail(why);
    }

    @Override
    public void failed(HostFailure failure, String why, @Nullable Throwable last) {
        fail(last == null ? timedOut() : reason(last));
    }

    private void send(ConduitStreamSinkChannel sink) {
        try {
            while (request.hasRemaining() && sink.write(request) > 0) {
                // On to the rest.
            }
            if (!request.hasRemaining() && sink.flush()) {
                sink.suspendWrites();
            } else {
                sink.resumeWrites();
            }
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    private void read(ConduitStreamSourceChannel source) {
        try {
            while (state == State.ASKING) {
                int read = source.read(room());
                if (read <= 0) {
                    if (read < 0) {
                        fail(reason(new EOFException()));
                    }
                    return;
                }
                have += read;
                judge();
            }
            while (state == State.READING_AWAY) {
                int read = source.read(line.dropped.clear());
                readAway += read;
                if (read < 0 || readAway > MOST_TO_READ_AWAY) {
                    close();
                } else if (read == 0) {
                    return;
                }
            }
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    /** Where more of the head goes; there is some room left. */
    private ByteBuffer room() {
        if (have == head.length) {
            head = Arrays.copyOf(head, have * 2);
        }
        return ByteBuffer.wrap(head, have, head.length - have);
    }

    private void judge() {
        int status = line.response.readStatus(head, have);
        while (status >= 100 && status < 200 && status != SWITCHING_PROTOCOLS) {
            int end = ResponseHead.end(head, 0, have);
            if (end == 0) {
                status = ResponseHead.INCOMPLETE;
            } else {
                System.arraycopy(head, end, head, 0, have - end);
                have -= end;
                interim += end;
                status = line.response.readStatus(head, have);
            }
        }
        if (status > 0) {
            state = State.READING_AWAY;
            line.result(report, judged(status));
        } else if (status == ResponseHead.MALFORMED || interim + have >= LONGEST_HEAD) {
            fail("malformed response");
        }
    }

    private ProbeResult judged(int status) {
        if (target.isGood(status)) {
            return ProbeResult.GOOD;
        }
        boolean usual = target.statuses().equals(HealthCheck.USUAL_STATUSES);
        String wanted = target.statuses().stream().map(StatusRange::toString).collect(Collectors.joining(", "));
        return ProbeResult.failed("status " + status + (usual ? "" : " instead of " + wanted));
    }

    private String timedOut() {
        return "timed out after " + target.timeout().toMillis() + " ms";
    }

    private static String reason(Throwable failure) {
        for (var known : REASONS) {
            if (known.getKey().isInstance(failure)) {
                return known.getValue();
            }
        }
        return "probe failed";
    }

    private void fail(String why) {
        end(ProbeResult.failed(why));
    }

    /** Ends it with this result, unless there is one already. */
    void end(ProbeResult result) {
        if (state == State.CONNECTING || state == State.ASKING) {
            line.result(report, result);
        }
        close();
    }

    private void close() {
        if (state == State.OVER) {
            return;
        }
        if (state == State.CONNECTING && attempt != null) {
            attempt.withdraw();
        }
        state = State.OVER;
        if (deadline != null) {
            deadline.remove();
        }
        Http2Probe by = http2;
        if (by != null) {
            // Not within a step of it.
            line.thread.execute(by::end);
        } else {
            IoUtils.safeClose(connection);
        }
        line.ended(this);
    }
}
