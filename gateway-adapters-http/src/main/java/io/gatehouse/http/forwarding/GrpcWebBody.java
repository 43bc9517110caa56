package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.GrpcCall;
import io.gatehouse.http.exchange.GrpcWebCall;
import io.gatehouse.http.pool.Http2UpstreamStream;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/** The body of a response by gRPC as gRPC-Web has it: the trailers are its last frame, and all of it may be base64. */
final class GrpcWebBody implements BodyFilter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte TRAILERS = (byte) 0x80;
    private static final int FRAME_HEADER = 5;

    /** Three bytes are four characters. */
    private static final int GROUP = 3;

    private static final int MOST_AT_A_TIME = 6 * 1024;

    private final Http2UpstreamStream from;
    private final boolean text;
    private byte[] rest = {};
    private ByteBuffer out = NOTHING;
    private boolean ended;

    private GrpcWebBody(Http2UpstreamStream from, boolean text) {
        this.from = from;
        this.text = text;
    }

    /** What translates the response whose head the exchange has, and the head changed accordingly; null if it is sent as it is. */
    static @Nullable GrpcWebBody of(GatewayExchange exchange, UpstreamConnection connection) {
        GrpcWebCall call = exchange.grpcWeb();
        String type = call == null ? null : exchange.response().first(Headers.CONTENT_TYPE);
        if (call == null
                || type == null
                || !call.isTranslated()
                || !GrpcCall.is(type)
                || !(connection instanceof Http2UpstreamStream stream)) {
            return null;
        }
        exchange.response().put(Headers.CONTENT_TYPE, call.responseType(type));
        exchange.response().remove(Headers.CONTENT_LENGTH);
        return new GrpcWebBody(stream, call.isText());
    }

    @Override
    public int write(ByteBuffer body, StreamSinkChannel to) throws IOException {
        if (!text) {
            return to.write(body);
        }
        if (!isDrained(to)) {
            return 0;
        }
        int taken = Math.min(body.remaining(), MOST_AT_A_TIME);
        byte[] bytes = Arrays.copyOf(rest, rest.length + taken);
        body.get(bytes, rest.length, taken);
        int whole = bytes.length - bytes.length % GROUP;
        encode(Arrays.copyOf(bytes, whole));
        rest = Arrays.copyOfRange(bytes, whole, bytes.length);
        isDrained(to);
        return taken;
    }

    private void encode(byte[] bytes) {
        out = ByteBuffer.wrap(Base64.getEncoder().encode(bytes));
    }

    private boolean isDrained(StreamSinkChannel to) throws IOException {
        while (out.hasRemaining()) {
            if (to.write(out) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A message must not wait for the next one: what is left of a group is padded. */
    @Override
    public boolean flush(StreamSinkChannel to) throws IOException {
        if (!isDrained(to)) {
            return false;
        }
        if (rest.length > 0) {
            encode(rest);
            rest = new byte[0];
        }
        return isDrained(to) && to.flush();
    }

    @Override
    public boolean end(StreamSinkChannel to) throws IOException {
        if (!isDrained(to)) {
            return false;
        }
        if (!ended) {
            ended = true;
            FieldLines trailers = from.trailers();
            byte[] last = trailers == null ? new byte[0] : frame(trailers);
            if (text) {
                byte[] both = Arrays.copyOf(rest, rest.length + last.length);
                System.arraycopy(last, 0, both, rest.length, last.length);
                encode(both);
            } else {
                out = ByteBuffer.wrap(last);
            }
        }
        return isDrained(to);
    }

    private static byte[] frame(FieldLines trailers) {
        var lines = new StringBuilder();
        for (int i = 0; i < trailers.count(); i++) {
            lines.append(trailers.name(i).toString().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(trailers.value(i))
                    .append("\r\n");
        }
        byte[] content = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(FRAME_HEADER + content.length)
                .put(TRAILERS)
                .putInt(content.length)
                .put(content)
                .array();
    }

    @Override
    public void free() {
        out = NOTHING;
    }
}
