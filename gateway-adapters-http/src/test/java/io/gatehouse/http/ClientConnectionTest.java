package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.rejection.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client meets at the other end of its connection: who answers, in which framing, and whether the connection stays. */
@Execution(ExecutionMode.CONCURRENT)
class ClientConnectionTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String CHUNKED = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n";

    private Backend backend;

    @BeforeEach
    void start() throws IOException {
        backend = Backend.echo();
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /svc/x HTTP/2.0\r\nHost: gw\r\n\r\n',                    505, HTTP_VERSION_NOT_SUPPORTED",
        "'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',                           505, HTTP_VERSION_NOT_SUPPORTED",
        "'GET /svc/x\r\n\r\n',                                         400, MALFORMED_REQUEST",
        "'GET /svc/x HTTP/1.1\nHost: gw\n\n',                          400, MALFORMED_REQUEST",
        "'GET /svc/x HTTP/1.1\r\nHost: gw\r\n folded\r\n\r\n',         400, MALFORMED_REQUEST",
        "'\u0016\u0003\u0001 a TLS client',                            400, MALFORMED_REQUEST",
        "'GET /svc/x HTTP/1.1\r\nHost: gw\r\nExpect: luck\r\n\r\n',    417, EXPECTATION_FAILED",
        "'HEAD /svc/x HTTP/1.1\r\nHost: gw\r\nHost: gw\r\n\r\n',       400, MALFORMED_REQUEST",
    })
    void refusesWhatIsMalformedInItsOwnName(String request, int status, Rejection rejection) throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(request);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.statusLine()).startsWith("HTTP/1.1 ");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            if (!request.startsWith("HEAD")) {
                assertThat(answer.text()).contains("\"code\":\"" + rejection.code() + "\"");
            }
            assertThat(answer.closes()).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.record().rejection()).isEqualTo(rejection);
            assertThat(gateway.record().requestId()).isEqualTo(answer.header("X-Request-Id"));
        }
        assertThat(backend.connections).hasValue(0);
    }

    @Test
    void refusesATargetThatHasNoEnd() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /" + "x".repeat(32 * 1024));

            assertThat(client.answer().status()).isEqualTo(414);
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.TARGET_TOO_LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 2048, 5000})
    void readsAHeadThatComesInPieces(int piece) throws IOException {
        String head = "\r\nGET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Long: " + "v".repeat(piece == 1 ? 100 : 20_000)
                + "\r\nX-End: here\r\n\r\n";
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int from = 0; from < head.length(); from += piece) {
                client.send(head.substring(from, Math.min(head.length(), from + piece)));
            }
            assertThat(client.answer().text()).contains("\nX-End: here\n");
            assertThat(client.ask(GET).status()).isEqualTo(200);
            gateway.settled(2);
        }
    }

    @Test
    void servesManyRequestsOfOnePacketInOrder() throws IOException {
        var requests = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            requests.append("\r\nPOST /svc/").append(i).append(" HTTP/1.1\r\nHost: gw\r\n");
            requests.append(
                    i % 2 == 0
                            ? "Content-Length: 3\r\n\r\nabc"
                            : "Transfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n2\r\nbc\r\n0\r\nT: x\r\n\r\n");
        }
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send(requests.toString());
            for (int i = 0; i < 300; i++) {
                assertThat(client.answer().text())
                        .startsWith("POST /" + i + " ")
                        .endsWith("\n\nabc");
            }
            gateway.settled(300);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g\r\n",
                "3 \r\nabc\r\n",
                "3;a b\r\nabc\r\n",
                "3_\r\nabc\r\n",
                "3\r\nabcd",
                "0\r\nno trailer\r\n\r\n"
            })
    void refusesABodyThatIsNotFramedAsItShouldBe(String chunks) throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send(CHUNKED + "2\r\nok\r\n" + chunks + GET);
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":\"malformed-request\"");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.MALFORMED_REQUEST);
            backend.awaitOpen(0);
        }
        assertThat(backend.heads.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void saysThatAHeadWasTooSlow() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (TestGateway gateway = TestGateway.to(backend)
                        .patience(shortly, Duration.ofMinutes(1), shortly)
                        .start();
                RawClient slow = gateway.connect()) {
            slow.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-");
            Answer answer = slow.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("\"code\":\"request-timeout\"");
            assertThat(slow.isClosedByServer()).isTrue();
            assertThat(gateway.record().request().method()).isEqualTo("GET");
        }
    }

    @Test
    void closesAnIdleConnectionWithoutAWord() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (TestGateway gateway = TestGateway.to(backend)
                        .patience(Duration.ofMinutes(1), shortly, Duration.ofMinutes(1))
                        .start();
                RawClient idle = gateway.connect()) {
            assertThat(idle.ask(GET).status()).isEqualTo(200);
            assertThat(idle.isClosedByServer()).isTrue();
            gateway.settled(1);
        }
    }

    @Test
    void keepsTheConnectionOfAnOldClientThatAsksForIt() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            String request = "GET /svc/x HTTP/1.0\r\nHost: gw\r\nConnection: keep-alive\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask(request);
                assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(answer.header("Connection")).isEqualTo("keep-alive");
            }
            Answer last = client.ask("GET /svc/x HTTP/1.0\r\n\r\n");
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.closes()).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void endsAResponseOfUnknownLengthForAnOldClientWithTheConnection() throws IOException {
        try (Backend chunking = Backend.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                TestGateway gateway = TestGateway.to(chunking).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /svc/x HTTP/1.0\r\nHost: gw\r\nConnection: keep-alive\r\n\r\n");

            assertThat(answer.text()).isEqualTo("abcde");
            assertThat(answer.headers("Transfer-Encoding")).isEmpty();
            assertThat(answer.closes()).isTrue();
        }
    }

    @Test
    void framesAResponseOfUnknownLengthInChunks() throws IOException {
        try (Backend chunking = Backend.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                TestGateway gateway = TestGateway.to(chunking).start();
                RawClient client = gateway.connect()) {
            for (String end : List.of("", "Connection: x, Close\r\n")) {
                Answer answer = client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n" + end + "\r\n");
                assertThat(answer.text()).isEqualTo("abcde");
                assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
                assertThat(answer.closes()).isEqualTo(!end.isEmpty());
            }
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.records)
                    .allSatisfy(record -> assertThat(record.bytesOut()).isEqualTo(5));
        }
    }

    @Test
    void takesNoMethodForHeadButHead() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("head /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":\"malformed-request\"", "capitals");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(backend.heads).isEmpty();
        }
    }

    @Test
    void saysThatAnAnswerOfItsOwnIsEmpty() throws IOException {
        var redirect = new Decision.Answer(308, Map.of("Location", "/elsewhere"));
        try (TestGateway gateway =
                        TestGateway.to(backend).stages(state -> redirect).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask("GET /svc/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(answer.status()).isEqualTo(308);
                assertThat(answer.header("Content-Length")).isEqualTo("0");
                assertThat(answer.closes()).isFalse();
            }
        }
    }

    @Test
    void writesAHeadThatIsLongerThanItsBuffer() throws IOException {
        String line = "X-Long: " + "v".repeat(12_000) + "\r\n";
        try (Backend wordy = Backend.answering("HTTP/1.1 200 OK\r\n" + line + "Content-Length: 3\r\n\r\nabc");
                TestGateway gateway = TestGateway.to(wordy).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.header("X-Long")).hasSize(12_000);
                assertThat(answer.text()).isEqualTo("abc");
            }
        }
    }
}
