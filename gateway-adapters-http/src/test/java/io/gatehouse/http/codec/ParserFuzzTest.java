package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.http.codec.UndertowReading.Body;
import io.gatehouse.http.codec.UndertowReading.Head;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random and mutated messages: nothing throws and nothing loops, it makes no difference where the bytes are cut apart, and what
 * is accepted is what Undertow reads, wherever Undertow accepts it too.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ParserFuzzTest {

    private static final int FEW = 5_000;
    private static final int MANY = 4_000_000;

    private final RequestHeadParser requests = new RequestHeadParser(new HeadLimits(1024, 200, 10, 8));
    private final ResponseHead responses = new ResponseHead();
    private final UndertowReading undertow = new UndertowReading();
    private int compared;

    private interface Check {
        void of(byte[] message);
    }

    @Test
    void requestHeads() {
        run(20_261_129, FEW, MessageMutator::request, this::request);
    }

    @Test
    void responseHeads() {
        run(20_261_130, FEW, MessageMutator::response, this::response);
    }

    @Test
    void chunks() {
        run(20_261_131, FEW, MessageMutator::chunks, this::chunks);
    }

    @Test
    @Tag("proof")
    void tenMillion() {
        run(1, MANY, MessageMutator::request, this::request);
        run(2, MANY, MessageMutator::response, this::response);
        run(3, MANY / 2, MessageMutator::chunks, this::chunks);
    }

    private void run(long seed, int rounds, Function<MessageMutator, byte[]> make, Check check) {
        var mutator = new MessageMutator(seed);
        compared = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] message = make.apply(mutator);
            try {
                check.of(message);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + shown(message), e);
            }
        }
        System.out.println("seed " + seed + ": " + rounds + " messages, " + compared + " read by both parsers");
        assertThat(compared).as("messages that both accept").isGreaterThan(rounds / 50);
    }

    private void request(byte[] bytes) {
        int end = requests.read(bytes, bytes.length);
        Refusal flaw = requests.flaw();
        assertThat(flaw == null).isEqualTo(end != RequestHeadParser.REFUSED);
        Head ours = end > 0 ? read(end) : null;
        boolean decided = false;
        for (int have = 0; have <= bytes.length; have++) {
            int some = requests.read(bytes, have);
            decided |= some != RequestHeadParser.INCOMPLETE;
            assertThat(some).as("of %d bytes", have).isEqualTo(decided ? end : RequestHeadParser.INCOMPLETE);
            assertThat(requests.flaw()).as("of %d bytes", have).isEqualTo(decided ? flaw : null);
        }
        if (ours != null) {
            same(ours, undertow.request(bytes));
        }
    }

    private Head read(int end) {
        Map<String, List<String>> fields = fields(requests.count(), requests::name, requests::value);
        framing(fields, requests.length(), requests.chunked());
        String query = requests.query();
        return new Head(
                List.of(
                        requests.method().toString(),
                        requests.path(),
                        query == null ? "" : query.startsWith("?") ? query.substring(1) : query,
                        requests.protocol().toString()),
                fields,
                end);
    }

    private void response(byte[] bytes) {
        int end = ResponseHead.end(bytes, 0, bytes.length);
        for (int cut = 0; cut < bytes.length; cut++) {
            int before = ResponseHead.end(bytes, 0, cut);
            assertThat(before > 0 ? before : ResponseHead.end(bytes, cut, bytes.length))
                    .as("end of the head if cut at %d", cut)
                    .isEqualTo(end);
        }
        if (end == 0 || responses.read(bytes, end) != null) {
            return;
        }
        int status = responses.status();
        String version = responses.http11() ? "HTTP/1.1" : "HTTP/1.0";
        Map<String, List<String>> fields = fields(responses.count(), responses::name, responses::value);
        for (int again = 0; again < 2; again++) {
            assertThat(responses.read(bytes, end))
                    .as("when its lines are known")
                    .isNull();
            assertThat(fields(responses.count(), responses::name, responses::value))
                    .isEqualTo(fields);
        }
        framing(fields, responses.length(), responses.chunked());
        boolean known = false;
        for (int have = 0; have <= end; have++) {
            int read = responses.readStatus(bytes, have);
            known |= read == status;
            assertThat(read).as("status of %d bytes", have).isEqualTo(known ? status : ResponseHead.INCOMPLETE);
            assertThat(ResponseHead.mayBegin(bytes, have)).isTrue();
        }
        same(new Head(List.of(version, "" + status), fields, end), undertow.response(bytes));
    }

    private void chunks(byte[] bytes) {
        Body ofResponse = decoded(bytes, false, bytes.length);
        Body ofRequest = decoded(bytes, true, bytes.length);
        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(decoded(bytes, false, piece))
                    .as("in pieces of %d", piece)
                    .isEqualTo(ofResponse);
            assertThat(decoded(bytes, true, piece)).as("in pieces of %d", piece).isEqualTo(ofRequest);
        }
        if (ofRequest != null) {
            assertThat(ofRequest)
                    .as("what the stricter of our own readings accepts")
                    .isEqualTo(ofResponse);
        }
        Body other = ofResponse == null ? null : undertow.chunks(bytes);
        if (other != null) {
            compared++;
            assertThat(other).isEqualTo(ofResponse);
        }
    }

    /** Null for what is broken or has no end. */
    private static @Nullable Body decoded(byte[] bytes, boolean ofRequest, int piece) {
        var decoder = ofRequest ? ChunkedCoding.Decoder.ofRequest() : ChunkedCoding.Decoder.ofResponse();
        var content = new StringBuilder();
        for (int from = 0; from < bytes.length; from += piece) {
            ByteBuffer raw = ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from));
            int some = decoder.available(raw);
            while (some > 0) {
                content.append(new String(bytes, raw.position(), some, StandardCharsets.ISO_8859_1));
                raw.position(raw.position() + some);
                decoder.taken(some);
                some = decoder.available(raw);
            }
            if (some != ResponseBody.MORE) {
                return some == ResponseBody.BROKEN ? null : new Body(content.toString(), raw.position());
            }
        }
        return null;
    }

    private void same(Head ours, @Nullable Head theirs) {
        if (theirs != null) {
            compared++;
            assertThat(comparable(ours)).isEqualTo(comparable(theirs));
        }
    }

    /** Without what Undertow does not tell: runs of blanks are one to it, and lengths that say the same are one to us. */
    private static Head comparable(Head head) {
        var fields = new TreeMap<String, List<String>>();
        head.fields()
                .forEach((name, values) -> fields.put(
                        name,
                        name.equals("content-length")
                                ? values.stream()
                                        .flatMap(value -> Stream.of(value.split(",", -1)))
                                        .map(one -> String.valueOf(Long.parseLong(one.strip())))
                                        .distinct()
                                        .toList()
                                : values.stream()
                                        .map(value -> value.replaceAll("[ \t]+", " "))
                                        .toList()));
        return new Head(head.start(), fields, head.end());
    }

    private static void framing(Map<String, List<String>> fields, long length, boolean chunked) {
        assertThat(fields.containsKey("transfer-encoding")).isEqualTo(chunked);
        assertThat(fields.containsKey("content-length")).isEqualTo(length >= 0);
        assertThat(chunked && length >= 0).isFalse();
    }

    private static Map<String, List<String>> fields(
            int count, IntFunction<HttpString> name, IntFunction<String> value) {
        var fields = new TreeMap<String, List<String>>();
        for (int i = 0; i < count; i++) {
            fields.computeIfAbsent(name.apply(i).toString().toLowerCase(Locale.ROOT), first -> new ArrayList<>(1))
                    .add(value.apply(i));
        }
        return fields;
    }

    private static String shown(byte[] message) {
        var shown = new StringBuilder();
        for (byte b : message) {
            shown.append(b >= 0x20 && b < 0x7f && b != '\\' ? "" + (char) b : String.format("\\x%02x", b));
        }
        return shown.toString();
    }
}
