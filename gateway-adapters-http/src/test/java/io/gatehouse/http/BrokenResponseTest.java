package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that breaks is a 502 as long as nothing of it has gone out, and a broken connection after that. */
class BrokenResponseTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";

    /** As often as it takes to meet the moments between the parts of an answer. */
    private static final int ROUNDS = 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\nhalf\n0\n\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b\r\n\r\n\r\n",
            })
    void answers502WhenTheBodyMakesNoSenseFromItsBeginning(String wire) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(wire);
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 1; i <= 3; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.text()).contains("\"code\":\"upstream-bad-answer\"");
                assertThat(answer.headers("Set-Cookie")).isEmpty();
                assertThat(answer.headers("Content-Length")).hasSize(1);
                gateway.settled(i);
            }
            assertThat(gateway.records)
                    .allSatisfy(record -> assertFailed(record, 502, Rejection.UPSTREAM_BAD_ANSWER))
                    .extracting(record -> record.forwarding().failure())
                    .containsOnly("malformed chunk");
            gateway.awaitNoUpstreamConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            })
    void logsWhatTheClientSawOfAnAnswerThatIsCutOff(String wire) throws IOException {
        try (Backend backend = Backend.once(wire);
                TestGateway gateway = TestGateway.to(backend).start()) {
            for (int i = 1; i <= ROUNDS; i++) {
                int seen = statusSeen(gateway);
                gateway.settled(i);
                assertFailed(gateway.records.get(i - 1), seen, Rejection.UPSTREAM_BAD_ANSWER);
                assertThat(gateway.records.get(i - 1).forwarding().failure()).endsWith("within the response body");
            }
        }
    }

    @Test
    void answers502WhenTheEndHasComeBeforeAnythingOfTheBodyIsOut() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n");
                    Await.pause();
                    // The rest of the head, half of the body and the end arrive together.
                    line.socket.setTcpNoDelay(false);
                    line.write("X-A: 1\r\n\r\nhalf");
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            int answered = 0;
            for (int i = 1; i <= ROUNDS; i++) {
                answered += statusSeen(gateway) == 502 ? 1 : 0;
                gateway.settled(i);
            }
            assertThat(gateway.records.stream().filter(record -> record.status() == 502))
                    .hasSize(answered);
        }
    }

    @Test
    void saysHowFarAnAnswerCameThatStops() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, LONG, SHORT, null)
                        .start()) {
            assertThat(statusSeen(gateway)).isEqualTo(200);
            assertFailed(gateway.record(), 200, Rejection.UPSTREAM_TIMEOUT);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("no more of the response body for 300 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le"})
    void saysHowFarAHeadCameThatIsCutOff(String wire) throws IOException {
        try (Backend backend = Backend.once(wire);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(statusSeen(gateway)).isEqualTo(502);
            assertFailed(gateway.record(), 502, Rejection.UPSTREAM_BAD_ANSWER);
            assertThat(gateway.record().forwarding().failure())
                    .isEqualTo(
                            wire.isEmpty()
                                    ? "connection closed before a response"
                                    : "connection closed within the response head");
        }
    }

    /** The status of the answer; where it is cut off, that of its head. */
    private static int statusSeen(TestGateway gateway) throws IOException {
        try (RawClient client = gateway.connect()) {
            client.send(GET);
            var head = client.head();
            int status = Integer.parseInt(head.get(0).substring(9, 12));
            boolean whole = true;
            try {
                Wire.body(client.in, head, true);
            } catch (IOException cut) {
                whole = false;
            }
            assertThat(whole).as("the answer is whole: %s", head).isEqualTo(status == 502);
            return status;
        }
    }

    private static void assertFailed(ExchangeRecord record, int status, Rejection rejection) {
        assertThat(record.status()).isEqualTo(status);
        assertThat(record.rejection()).isEqualTo(rejection);
    }
}
