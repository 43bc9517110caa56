package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream writes carelessly, but what can be read in one way only, reaches the client tidily. */
class UntidyUpstreamTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String TWO = "Content-Length: 2\r\n\r\nok";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200\r\n" + TWO,
                "HTTP/1.1 200 \r\n" + TWO,
                "\r\nHTTP/1.1 200 OK\r\n" + TWO,
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "\nHTTP/1.1 200\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + TWO,
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length:\t2,2 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding \t: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO,
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO,
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO,
                "HTTP/1.1 103\nLink: a\n\nHTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO,
            })
    void handsOnWhatCanBeReadInOneWayOnly(String wire) throws IOException {
        try (Backend backend = Backend.answering(wire);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.statusLine()).startsWith("HTTP/1.1 200 ");
                assertThat(answer.text()).isEqualTo("ok");
                assertThat(answer.headers("Content-Length").size()
                                + answer.headers("Transfer-Encoding").size())
                        .isEqualTo(1);
                assertThat(answer.headers("Link")).isEmpty();
            }
            gateway.settled(3);
            assertThat(backend.connections).as("the connection is used again").hasValue(1);
            assertThat(gateway.records)
                    .extracting(record -> record.forwarding().failure())
                    .containsOnlyNulls();
        }
    }

    @Test
    void readsUntidyHeadsHoweverTheyAreCutUp() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        for (char c : "\nHTTP/1.1 103\nLink: a\n\nHTTP/1.1 200\nX-A : 1\nContent-Length: 2\n\nok"
                                .toCharArray()) {
                            line.write(String.valueOf(c));
                        }
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.text()).isEqualTo("ok");
                assertThat(answer.header("X-A")).isEqualTo("1");
            }
        }
    }

    @Test
    void removesBlanksBetweenANameAndItsColon() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nX-A : 1\r\nX-B\t:2\r\n" + TWO);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").headerLines()).contains("X-A: 1", "X-B: 2");
        }
    }

    @Test
    void obeysHeadersThatBlanksStandBehind() throws IOException {
        try (Backend backend =
                        Backend.answering("HTTP/1.1 200 OK\r\nConnection : close, X-Secret\r\nX-Secret : 1\r\n" + TWO);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").headers("X-Secret")).isEmpty();
            gateway.awaitNoUpstreamConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void needsNoBodyWhereTheStatusHasNone(int status) throws IOException {
        try (Backend backend =
                        Backend.answering("HTTP/1.1 " + status + " Nothing\r\nContent-Length: 5\r\nX-A: 1\r\n\r\n");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("X-A")).isEqualTo("1");
                assertThat(answer.headers("Content-Length")).isEmpty();
            }
            gateway.settled(3);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void readsAnswersOfHttp10WhetherTheyKeepTheConnectionOrNot() throws IOException {
        try (Backend backend = Backend.answering(
                        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n" + TWO);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.text()).isEqualTo("ok");
                assertThat(answer.closes()).isFalse();
            }
            gateway.settled(2);
        }
    }

    @Test
    void tellsAClientThatWaitsToGoOnAndNothingElseInBetween() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n");
                    line.body = Wire.body(line.in, line.head, false);
                    line.write("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO);
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.head()).first().asString().startsWith("HTTP/1.1 100 ");
            assertThat(client.ask("abc").text()).isEqualTo("ok");
        }
    }

    @Test
    void sendsNoInterimAnswersToClientsOfHttp10() throws IOException {
        try (Backend backend = Backend.once("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n" + TWO);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.ask("GET /svc/x HTTP/1.0\r\n\r\n").text()).isEqualTo("ok");
        }
    }

    @Test
    void takesABoundedNumberOfInterimAnswers() throws IOException {
        String hint = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
        try (Backend patient = Backend.answering(hint.repeat(32) + "HTTP/1.1 200 OK\r\n" + TWO);
                TestGateway gateway = TestGateway.to(patient).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
        }
        try (Backend endless = new Backend(line -> {
                    line.readRequest();
                    while (true) {
                        line.write(hint);
                    }
                });
                TestGateway gateway = TestGateway.to(endless).start()) {
            assertThat(gateway.get("/svc/x").text()).contains("upstream-bad-answer");
            assertThat(gateway.record().forwarding().failure()).isEqualTo("more than 32 interim responses");
            gateway.awaitNoUpstreamConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 102 Processing\r\n\r\n", "X-A: 1\r\n"})
    void waitsNoLongerForTheFinalHeadBecauseSomethingComes(String again) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(again.startsWith("HTTP") ? "" : "HTTP/1.1 200 OK\r\n");
                    while (true) {
                        line.write(again);
                        for (int i = 0; i < 5; i++) {
                            Await.pause();
                        }
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, SHORT, LONG, null)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(504);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("no response head within 300 ms");
        }
    }

    /** None of these closes the connection: the gateway must not wait for that, nor for its time-out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.6\\r\\n|malformed status line",
                "\\025\\003\\001\\0|malformed status line",
                "http/1.1 200 OK\\r\\n|malformed status line",
                "HTTP/2 200|malformed status line",
                "HTTP/1.1 200OK\\r\\n\\r\\n|malformed status line",
                "HTTP/1.1 999 Odd\\r\\n\\r\\n|malformed status line",
                "HTTP/1.1 200 OK\\r\\nX-A: 1\\nX-B: 2\\r\\n\\r\\n|line ends in CRLF and in LF alone in one head",
                "HTTP/1.1 200 OK\\nX-A: 1\\r\\n\\r\\n|line ends in CRLF and in LF alone in one head",
                "HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n|malformed header line",
                "HTTP/1.1 200 OK\\r\\nX A: 1\\r\\n\\r\\n|malformed header line",
                "HTTP/1.1 200 OK\\r\\n(x): 1\\r\\n\\r\\n|malformed header name",
                "HTTP/1.1 200 OK\\r\\nX-A: 1\\r\\n 2\\r\\n\\r\\n|folded header line",
                "HTTP/1.1 200 OK\\r\\nX-A: \\0\\r\\n\\r\\n|control character in a header line",
                "HTTP/1.1 200 OK\\r\\nX-A: \\rb\\r\\n\\r\\n|control character in a header line",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n|contradicting Content-Length values",
                "HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n|malformed Content-Length",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n|Transfer-Encoding other than chunked",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 1\\r\\n\\r\\n"
                        + "|both Transfer-Encoding and Content-Length",
                "HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|Transfer-Encoding in an HTTP/1.0 response",
                "HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n|101 Switching Protocols that nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\nok\\n|malformed chunk",
            })
    void refusesAtOnceAndSaysWhy(String escaped, String why) throws IOException {
        String wire = escaped.translateEscapes();
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(wire);
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, Duration.ofMinutes(5), LONG, null)
                        .start()) {
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text())
                    .contains("\"code\":\"upstream-bad-answer\"")
                    .doesNotContain(why);
            assertThat(gateway.record().status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure()).isEqualTo(why);
            backend.awaitOpen(0);
        }
    }

    @Test
    void saysWhichHeadIsTooLarge() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(70_000) + "\r\n" + TWO);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("response head over 65536 bytes");
        }
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\n" + "A: 1\r\n".repeat(300) + TWO);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("more than 200 header lines");
        }
    }
}
