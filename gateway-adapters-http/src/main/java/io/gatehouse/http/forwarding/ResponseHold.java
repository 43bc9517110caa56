package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.idempotency.StoredAnswer;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * Holds the answer to the first call with a key back until it has been stored: what a client has seen can be seen again. An answer that is
 * too large to be kept goes on as it comes.
 */
final class ResponseHold implements BodyFilter {

    private static final Set<HttpString> NOT_KEPT =
            Set.of(Headers.CONTENT_LENGTH, Headers.TRANSFER_ENCODING, Headers.CONNECTION);

    private final IdempotentCall call;
    private final int status;
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable ByteBuffer handedOn;

    /** Holds the answer whose head the exchange has. */
    ResponseHold(IdempotentCall call, GatewayExchange exchange) {
        this.call = call;
        this.status = exchange.http().getStatusCode();
        FieldLines head = exchange.response();
        for (int i = 0; i < head.count(); i++) {
            if (!NOT_KEPT.contains(head.name(i))) {
                fields.add(Map.entry(head.name(i).toString(), head.value(i)));
            }
        }
    }

    /** Whether nothing may go to the client yet. */
    boolean holds() {
        return handedOn == null;
    }

    /** Takes this much content out of the buffer; false if it holds no longer. */
    boolean takes(ByteBuffer from, int content) {
        if (handedOn != null) {
            return false;
        }
        if (body.size() + content > StoredAnswer.MOST_BYTES || !call.takesRoom(content)) {
            call.answeredByTooMuch();
            handOn();
            return false;
        }
        byte[] bytes = new byte[content];
        from.get(bytes);
        body.writeBytes(bytes);
        return true;
    }

    /** All of it is there: it is stored, and may go to the client then. */
    void complete(Runnable then) {
        call.answered(new StoredAnswer(status, List.copyOf(fields), body.toByteArray()), () -> {
            handOn();
            then.run();
        });
    }

    private void handOn() {
        handedOn = ByteBuffer.wrap(body.toByteArray());
        body.reset();
    }

    @Override
    public int write(ByteBuffer from, StreamSinkChannel to) throws IOException {
        return end(to) ? to.write(from) : 0;
    }

    @Override
    public boolean flush(StreamSinkChannel to) throws IOException {
        return end(to) && to.flush();
    }

    @Override
    public boolean end(StreamSinkChannel to) throws IOException {
        ByteBuffer rest = handedOn;
        while (rest != null && rest.hasRemaining()) {
            if (to.write(rest) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void free() {
        body.reset();
    }
}
