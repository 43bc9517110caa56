package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.http2.ErrorCode;
import io.gatehouse.http.http2.Http2Connection;
import io.gatehouse.http.http2.Http2Stream;
import io.gatehouse.http.http2.SettingsParameter;
import io.gatehouse.http.http2.StreamSink;
import io.gatehouse.http.timer.DeadlineScanner;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.xnio.StreamConnection;

/**
 * Asks a host by HTTP/2: by a GET, or by the health protocol of gRPC where the path is that of its method; {@code ?service=NAME} behind it
 * asks for one service of the host instead of all of it.
 */
final class Http2Probe extends Http2Connection implements Http2Stream.Listener {

    private static final String GRPC_METHOD = "/grpc.health.v1.Health/Check";
    private static final String GRPC_SERVICE = "?service=";
    private static final HttpString GRPC_STATUS = new HttpString("grpc-status");
    private static final HeadLimits LIMITS = new HeadLimits(16 * 1024, 16 * 1024, 100, 1);
    private static final int MESSAGE_HEAD = 5;
    private static final byte FIELD_1_TEXT = 0x0a;
    private static final byte FIELD_1_NUMBER = 0x08;
    private static final byte SERVING = 1;

    /** More of an answer is not read. */
    private static final int LONGEST = 64;

    private final ProbeTarget target;
    private final Outcome outcome;
    private final boolean grpc;
    private final ByteBuffer message = ByteBuffer.allocate(LONGEST);
    private Http2Stream stream;
    private boolean answered;

    /** What came of it; further words are to be ignored. */
    interface Outcome {

        void status(int status);

        void serves();

        void failed(String why);
    }

    @SuppressWarnings("NullAway") // The stream is there from begin on.
    Http2Probe(
            StreamConnection channel,
            ByteBufferPool buffers,
            DeadlineScanner scanner,
            ProbeTarget target,
            Outcome outcome) {
        super(channel, buffers, scanner, LIMITS);
        this.target = target;
        this.outcome = outcome;
        this.grpc = target.path().equals(GRPC_METHOD) || target.path().startsWith(GRPC_METHOD + GRPC_SERVICE);
    }

    /** Asks; headers are without those of a connection. */
    void begin(Map<String, String> headers, String authority) {
        begin(null, preface(), new int[] {
            SettingsParameter.ENABLE_PUSH, 0, SettingsParameter.INITIAL_WINDOW_SIZE, STREAM_WINDOW
        });
        stream = open(1);
        stream.listener(this);
        stream.beginBlock()
                .add(new HttpString(":method"), grpc ? "POST" : "GET")
                .add(new HttpString(":scheme"), target.address().tls() ? "https" : "http")
                .add(new HttpString(":path"), grpc ? GRPC_METHOD : target.path())
                .add(new HttpString(":authority"), authority);
        headers.forEach((name, value) -> stream.add(new HttpString(name), value));
        if (!grpc) {
            stream.sendBlock(true);
            return;
        }
        stream.add(new HttpString("content-type"), "application/grpc")
                .add(new HttpString("te"), "trailers")
                .sendBlock(false);
        try {
            var sink = new StreamSink(stream);
            sink.write(question());
            sink.terminateWrites();
        } catch (IOException e) {
            outcome.failed("connection reset");
        }
    }

    /** A message with one text in it, or with nothing. */
    private ByteBuffer question() {
        int from = (GRPC_METHOD + GRPC_SERVICE).length();
        byte[] service = target.path().length() <= from
                ? new byte[0]
                : target.path().substring(from).getBytes(StandardCharsets.ISO_8859_1);
        int length = service.length == 0 || service.length > 127 ? 0 : service.length + 2;
        ByteBuffer question =
                ByteBuffer.allocate(MESSAGE_HEAD + length).put((byte) 0).putInt(length);
        if (length > 0) {
            question.put(FIELD_1_TEXT).put((byte) service.length).put(service);
        }
        return question.flip();
    }

    @Override
    public void fields(FieldList fields, boolean last) {
        if (!answered) {
            head(fields, last);
        } else if (grpc) {
            trailers(fields);
        }
    }

    private void head(FieldList fields, boolean last) {
        String status = fields.count() == 0 ? "" : fields.value(0);
        if (!status.matches("[1-5][0-9][0-9]")) {
            outcome.failed("malformed response");
        } else if (status.charAt(0) != '1') {
            answered = true;
            if (!grpc || !status.equals("200")) {
                outcome.status(Integer.parseInt(status));
            } else if (last) {
                trailers(fields);
            }
        }
    }

    private void trailers(FieldList fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i).equals(GRPC_STATUS)) {
                judge(fields.value(i));
                return;
            }
        }
        outcome.failed("no gRPC status");
    }

    private void judge(String status) {
        if (!status.equals("0")) {
            outcome.failed("gRPC status " + (status.matches("[0-9]{1,2}") ? status : "unknown"));
            return;
        }
        try {
            stream.source().read(message);
        } catch (IOException e) {
            outcome.failed("connection reset");
            return;
        }
        message.flip();
        boolean serves = message.limit() >= MESSAGE_HEAD + 2
                && message.get(MESSAGE_HEAD) == FIELD_1_NUMBER
                && message.get(MESSAGE_HEAD + 1) == SERVING;
        if (serves) {
            outcome.serves();
        } else {
            outcome.failed("not serving");
        }
    }

    @Override
    public void reset(ErrorCode code) {
        outcome.failed("connection reset");
    }

    @Override
    protected int nextOwnStream() {
        return 3;
    }

    @Override
    protected Duration stall() {
        return target.timeout();
    }

    @Override
    protected void closed() {
        outcome.failed("connection closed early");
    }

    @Override
    protected void checkOpen(long nowNanos) {
        // The probe as a whole has a deadline.
    }

    @Override
    public void giveUp() {
        end();
    }
}
