package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.Http2Client.Response;
import io.gatehouse.http.connection.ListenerRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls by gRPC-Web, as browsers make them, to a server of gRPC that is not ours. */
class GrpcWebTest {

    private static final ListenerRules WEB = new ListenerRules(null, 0, null, false, true, null);
    private static final String BINARY = "application/grpc-web+proto";
    private static final String TEXT = "application/grpc-web-text+proto";

    private GrpcHost host;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        host = new GrpcHost();
        gateway = TestGateway.to(host.address()).http2().rules(WEB).start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        host.close();
    }

    private static byte[] message(byte... content) {
        return ByteBuffer.allocate(5 + content.length)
                .put((byte) 0)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What a body is in its frames: messages, and trailers last. */
    private record Frames(List<byte[]> messages, List<String> trailers) {
        static Frames of(byte[] body) {
            var frames = new Frames(new ArrayList<>(), new ArrayList<>());
            var rest = ByteBuffer.wrap(body);
            while (rest.hasRemaining()) {
                byte kind = rest.get();
                byte[] content = new byte[rest.getInt()];
                rest.get(content);
                if (kind == 0) {
                    assertThat(frames.trailers).isEmpty();
                    frames.messages.add(content);
                } else {
                    assertThat(kind).isEqualTo((byte) 0x80);
                    frames.trailers.addAll(latin(content).lines().toList());
                }
            }
            return frames;
        }
    }

    /** Parts that are padded each by itself may follow each other. */
    private static byte[] decoded(String text) {
        var all = new ByteArrayOutputStream();
        Matcher part = Pattern.compile("[^=]+={0,2}").matcher(text);
        while (part.find()) {
            all.writeBytes(Base64.getDecoder().decode(part.group()));
        }
        return all.toByteArray();
    }

    private Answer call(String method, String type, byte[] body, String... more) throws IOException {
        return gateway.ask("POST /svc/test.Echo/" + method + " HTTP/1.1\r\nHost: gw\r\nContent-Type: " + type
                + "\r\nX-Grpc-Web: 1\r\n" + String.join("", more) + "Content-Length: " + body.length + "\r\n\r\n"
                + latin(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", BINARY, "Application/gRPC-Web; charset=x"})
    void carriesUnaryCallsByHttp1(String type) throws IOException {
        Answer answer = call("Unary", type, message((byte) 1, (byte) 2, (byte) 3));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/grpc-web");
        assertThat(answer.header("Trailer")).isNull();
        Frames frames = Frames.of(answer.body());
        assertThat(frames.messages).singleElement().isEqualTo(new byte[] {1, 2, 3});
        assertThat(frames.trailers).contains("grpc-status: 0");
        gateway.settled(1);
        assertThat(gateway.records.get(0).status()).isEqualTo(200);
    }

    @Test
    void carriesUnaryCallsByHttp2() throws IOException {
        try (Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/test.Echo/Unary", "content-type: " + BINARY);
            client.data(stream, true, message((byte) 7));
            Response response = client.answer(stream);
            Frames frames = Frames.of(response.body.toByteArray());
            assertThat(frames.messages).singleElement().isEqualTo(new byte[] {7});
            assertThat(frames.trailers).contains("grpc-status: 0");
            assertThat(response.trailers).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000, 100_000})
    void carriesTextWhateverItsLength(int length) throws IOException {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) i;
        }
        byte[] text = Base64.getEncoder().encode(message(content));
        Answer answer = call("Unary", TEXT, text);

        assertThat(answer.header("Content-Type")).isEqualTo("application/grpc-web-text");
        Frames frames = Frames.of(decoded(answer.text()));
        assertThat(frames.messages).singleElement().isEqualTo(content);
        assertThat(frames.trailers).contains("grpc-status: 0");
    }

    @Test
    void carriesTextThatIsPaddedInParts() throws IOException {
        byte[] whole = message((byte) 1, (byte) 2, (byte) 3);
        Base64.Encoder encoder = Base64.getEncoder();
        byte[] text = (encoder.encodeToString(java.util.Arrays.copyOf(whole, 5))
                        + encoder.encodeToString(java.util.Arrays.copyOfRange(whole, 5, 6))
                        + encoder.encodeToString(java.util.Arrays.copyOfRange(whole, 6, 8)))
                .getBytes(StandardCharsets.US_ASCII);
        try (Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/test.Echo/Unary", "content-type: " + TEXT);
            for (int i = 0; i < text.length; i++) {
                client.data(stream, i == text.length - 1, text[i]);
                client.roundTrip();
            }
            assertThat(Frames.of(decoded(client.answer(stream).text())).messages)
                    .singleElement()
                    .isEqualTo(new byte[] {1, 2, 3});
        }
    }

    @ParameterizedTest
    @CsvSource({BINARY, TEXT})
    void carriesStreamsOfTheServer(String type) throws IOException {
        byte[] body = message((byte) 100);
        Answer answer =
                call("Count", type, type.equals(TEXT) ? Base64.getEncoder().encode(body) : body);

        Frames frames = Frames.of(type.equals(TEXT) ? decoded(answer.text()) : answer.body());
        assertThat(frames.messages).hasSize(100);
        assertThat(frames.messages.get(99)).containsExactly(99);
        assertThat(frames.trailers).contains("grpc-status: 0");
    }

    /** A message must be there before the next one is: nothing is held back. */
    @ParameterizedTest
    @CsvSource({BINARY, TEXT})
    void handsMessagesOnAsTheyCome(String type) throws IOException {
        try (Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/test.Echo/Chat", "content-type: " + type);
            byte[] first = message((byte) 5);
            client.data(stream, false, type.equals(TEXT) ? Base64.getEncoder().encode(first) : first);
            while (decodedSoFar(client, stream, type).length < first.length) {
                assertThat(client.next()).isNotNull();
            }
            client.data(stream, true, "");
            assertThat(Frames.of(decodedSoFar(client, client.answer(stream) == null ? 0 : stream, type)).trailers)
                    .contains("grpc-status: 0");
        }
    }

    private static byte[] decodedSoFar(Http2Client client, int stream, String type) {
        byte[] body = client.soFar(stream).body.toByteArray();
        return type.equals(TEXT) ? decoded(latin(body)) : body;
    }

    @Test
    void handsErrorsOnThatHaveNoMessage() throws IOException {
        Answer answer = call("Fail", BINARY, message());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("grpc-status")).isEqualTo("5");
        assertThat(answer.header("grpc-message")).isEqualTo("no such thing");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void refusesInTheWordsOfGrpc() throws IOException {
        Answer answer = gateway.ask(
                "POST /nobody/x HTTP/1.1\r\nHost: gw\r\nContent-Type: " + TEXT + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(TEXT);
        assertThat(answer.header("grpc-status")).isEqualTo("12");
        assertThat(answer.header("grpc-message")).startsWith("service-unknown: ");
        assertThat(answer.body()).isEmpty();
        assertThat(gateway.record().rejection()).isEqualTo(Rejection.SERVICE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA*AAA", "AAAAA", "A===", "AA=A", "\u00e4AAA"})
    void refusesTextThatIsNotBase64(String text) throws IOException {
        Answer answer = call("Unary", TEXT, text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.header("grpc-status")).isEqualTo("13");
        assertThat(gateway.record().rejection()).isEqualTo(Rejection.MALFORMED_REQUEST);
    }

    /** A browser sends one message, which is a body like others. */
    @Test
    void boundsBodies() throws IOException {
        try (TestGateway small =
                TestGateway.to(host.address()).maxBody(10).rules(WEB).start()) {
            Answer answer = small.ask("POST /svc/test.Echo/Unary HTTP/1.1\r\nHost: gw\r\nContent-Type: " + BINARY
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n12345678901234567890\r\n0\r\n\r\n");
            assertThat(answer.header("grpc-status")).isEqualTo("8");
            assertThat(small.record().rejection()).isEqualTo(Rejection.BODY_TOO_LARGE);
        }
    }

    @Test
    void tellsTheHostForHowLongTheClientWaits() throws IOException {
        Answer answer = call("Hang", BINARY, message(), "grpc-timeout: 200m\r\n");

        assertThat(answer.header("grpc-status")).isEqualTo("4");
    }

    @Test
    void leavesHostsOfHttp1WhatTheyKnow() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway other = TestGateway.to(backend).rules(WEB).start()) {
            Answer answer = other.ask(
                    "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Type: " + TEXT + "\r\nContent-Length: 4\r\n\r\nAAAA");
            assertThat(answer.text())
                    .contains("Content-Type: " + TEXT, "Content-Length: 4")
                    .endsWith("\n\nAAAA");
        }
    }

    @Test
    void isWhateverItIsWhereNobodyWantsIt() throws IOException {
        try (TestGateway other = TestGateway.to(host.address()).start()) {
            Answer answer = other.ask("POST /svc/test.Echo/Unary HTTP/1.1\r\nHost: gw\r\nContent-Type: " + BINARY
                    + "\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0");
            assertThat(answer.status()).isEqualTo(415);
        }
    }
}
