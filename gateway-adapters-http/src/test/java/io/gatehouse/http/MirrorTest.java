package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.forwarding.MirrorListener.CopyOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of requests: what they say, and that no call depends on what becomes of them. */
class MirrorTest {

    private static final int CALLS = 200;

    private final Arrivals<CopyOutcome> outcomes = new Arrivals<>();
    private Backend backend;

    @BeforeEach
    void start() throws IOException {
        backend = Backend.echo();
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    private TestGateway gateway(HostAddress mirror, String share) throws IOException {
        var steering = new Steering(
                null,
                RequestHeaderEdits.NONE,
                new Steering.Mirror(mirror, Percentage.parse(share), TestServices.ORIGIN),
                null);
        TestGateway gateway =
                TestGateway.to(backend).steering(steering).passCredentials().start();
        gateway.server.mirrors().reportTo((service, outcome) -> outcomes.add(outcome));
        return gateway;
    }

    private void awaitCopies(int count) {
        outcomes.await(count);
    }

    private long count(CopyOutcome outcome) {
        return Collections.frequency(outcomes, outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
            })
    void aCopySaysWhatTheRequestSaysButForCredentials(String framed) throws IOException {
        var bodies = new CopyOnWriteArrayList<String>();
        try (Backend mirror = new Backend(line -> {
                    while (line.readRequest()) {
                        bodies.add(new String(line.body, StandardCharsets.US_ASCII));
                        line.write("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            Answer answer =
                    gateway.ask("POST /svc/items?a=b&key=secret HTTP/1.1\r\nHost: gw\r\nX-Own: 1\r\nkey: secret\r\n"
                            + "Authorization: Bearer secret\r\naccess_token: secret\r\nCookie: session=secret\r\n"
                            + "X-Gateway-Mirror: forged\r\n" + framed);
            awaitCopies(1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .endsWith("\n\nhello")
                    .contains("Authorization: Bearer secret")
                    .doesNotContain("Mirror");
            assertThat(outcomes).containsExactly(CopyOutcome.ANSWERED);
            List<String> seen = mirror.heads.get(0);
            assertThat(seen.get(0)).isEqualTo("POST /items?a=b HTTP/1.1");
            assertThat(seen).contains("X-Own: 1", "X-Gateway-Mirror: true", "Content-Length: 5");
            assertThat(seen.toString()).doesNotContain("secret", "forged");
            assertThat(bodies).containsExactly("hello");
            gateway.settled(1);
        }
    }

    @Test
    void copiesShareAConnectionOfTheirOwn() throws IOException {
        try (Backend mirror = Backend.ok("read away");
                TestGateway gateway = gateway(mirror.address(), "100%");
                RawClient client = gateway.connect()) {
            for (int i = 1; i <= 10; i++) {
                client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                awaitCopies(i);
            }

            assertThat(mirror.heads).hasSize(10);
            assertThat(mirror.connections).hasValue(1);
            assertThat(gateway.open()).isEqualTo(1);
        }
    }

    @Test
    void aMirrorThatNeverAnswersHoldsUpNobody() throws IOException {
        try (Backend mirror = new Backend(Backend.Line::awaitEnd);
                TestGateway gateway = gateway(mirror.address(), "100%");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(client.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 2\r\n\r\nab")
                                .status())
                        .isEqualTo(200);
            }
            gateway.settled(CALLS);

            assertThat(outcomes).containsOnly(CopyOutcome.BUSY).hasSizeBetween(CALLS - 64, CALLS - 1);
        }
        assertThat(outcomes).hasSizeLessThanOrEqualTo(CALLS);
    }

    @Test
    void aMirrorThatIsNotThereHoldsUpNobody() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                TestGateway gateway = gateway(new HostAddress(false, "127.0.0.1", nobody.number()), "100%");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                        .isEqualTo(200);
            }
            gateway.settled(CALLS);
            awaitCopies(CALLS);

            assertThat(count(CopyOutcome.FAILED) + count(CopyOutcome.BUSY)).isEqualTo(CALLS);
            assertThat(count(CopyOutcome.FAILED)).isPositive();
        }
    }

    @Test
    void aMirrorThatBreaksOffHoldsUpNobody() throws IOException {
        try (Backend mirror = new Backend(line -> {
                    line.readHead();
                    line.reset();
                });
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            awaitCopies(1);

            assertThat(outcomes).containsExactly(CopyOutcome.FAILED);
        }
    }

    /** Nor the I/O thread: it is one, and has its turn only when the flood has been given up. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 103 E\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"})
    void aMirrorThatFloodsHoldsUpNobody(String begun) throws IOException {
        String more = begun.endsWith(";") ? "e" : begun;
        try (Backend mirror = new Backend(line -> {
                    line.readHead();
                    line.write(begun);
                    while (true) {
                        line.write(more.repeat(1000));
                    }
                });
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            for (int i = 1; i <= 3; i++) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
                awaitCopies(i);
            }
            assertThat(outcomes).containsOnly(CopyOutcome.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longBodiesAreNotCopied(boolean chunked) throws IOException {
        String part = "x".repeat(0x8000);
        String body = chunked
                ? "Transfer-Encoding: chunked\r\n\r\n" + ("8000\r\n" + part + "\r\n").repeat(4) + "0\r\n\r\n"
                : "Content-Length: 131072\r\n\r\n" + part.repeat(4);
        try (Backend mirror = Backend.ok("");
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            Answer answer = gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\n" + body);
            awaitCopies(1);

            assertThat(answer.body().length).isGreaterThan(131_072);
            assertThat(outcomes).containsExactly(CopyOutcome.TOO_LARGE);
            assertThat(mirror.heads).isEmpty();
        }
    }

    @Test
    void theLongestBodyThatIsCopiedIsCopiedWhole() throws IOException {
        var lengths = new CopyOnWriteArrayList<Integer>();
        try (Backend mirror = new Backend(line -> {
                    while (line.readRequest()) {
                        lengths.add(line.body.length);
                        line.write("HTTP/1.1 204 No\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 65536\r\n\r\n" + "y".repeat(65_536));
            awaitCopies(1);

            assertThat(lengths).containsExactly(65_536);
        }
    }

    @Test
    void aRequestThatDoesNotComeWholeIsNotCopied() throws IOException {
        try (Backend mirror = Backend.ok("");
                TestGateway gateway = gateway(mirror.address(), "100%")) {
            try (RawClient client = gateway.connect()) {
                client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 10\r\n\r\nhalf");
                backend.heads.await(1);
            }
            awaitCopies(1);

            assertThat(outcomes).containsExactly(CopyOutcome.INCOMPLETE);
            assertThat(mirror.heads).isEmpty();
        }
    }

    @Test
    void aShareOfRequestsIsCopied() throws IOException {
        int calls = 400;
        try (Backend mirror = Backend.ok("");
                TestGateway gateway = gateway(mirror.address(), "25%");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < calls; i++) {
                client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            }

            double deviation = Math.sqrt(calls * 0.25 * 0.75);
            outcomes.await((int) (calls * 0.25 - 6 * deviation) + 1);
            assertThat((double) outcomes.size()).isLessThan(calls * 0.25 + 6 * deviation);
        }
    }
}
