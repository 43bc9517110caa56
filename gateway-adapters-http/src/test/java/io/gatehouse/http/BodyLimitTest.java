package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies over the limit are answered with 413, however they are framed, and the answer can be read. */
class BodyLimitTest {

    private static final String POST = "POST /svc/x HTTP/1.1\r\nHost: gw\r\n";

    @Test
    void refusesADeclaredLengthBeforeAnythingIsForwarded() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(10).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(POST + "Content-Length: 11\r\n\r\n");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("\"code\":\"body-too-large\"");
            assertThat(answer.closes()).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(backend.connections).hasValue(0);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.BODY_TOO_LARGE);
        }
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLong() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(10).start();
                RawClient client = gateway.connect()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n");
            backend.heads.await(1);
            client.send("8\r\n12345678\r\n");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.closes()).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    /** What a request calls itself takes no limit away: there is no gRPC by HTTP/1.1. */
    @Test
    void holdsForWhatCallsItselfGrpc() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(10).start();
                RawClient client = gateway.connect()) {
            client.send(POST + "Content-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n");
            backend.heads.await(1);
            client.send("10\r\n1234567812345678\r\n");

            assertThat(client.answer().status()).isEqualTo(413);
            gateway.settled(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 8000000\r\n", "Transfer-Encoding: chunked\r\n"})
    void letsAClientReadTheRefusalThatSendsOn(String framing) throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(100_000).start();
                RawClient client = gateway.connect()) {
            client.send(POST + framing + "\r\n");
            boolean chunked = framing.startsWith("T");
            byte[] piece = ((chunked ? "3e8\r\n" : "") + "x".repeat(1000) + (chunked ? "\r\n" : ""))
                    .getBytes(StandardCharsets.ISO_8859_1);
            var sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 800; i++) {
                        client.socket.getOutputStream().write(piece);
                    }
                } catch (IOException expected) {
                    // The gateway does not read it all.
                }
            });
            sender.start();
            assertThat(client.answer().status()).isEqualTo(413);
            sender.join();
            gateway.settled(1);
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(10).start();
                RawClient client = gateway.connect()) {
            assertThat(client.ask(POST + "Content-Length: 10\r\n\r\n1234567890").text())
                    .endsWith("\n\n1234567890");
            assertThat(client.ask(POST + "Transfer-Encoding: chunked\r\n\r\na\r\n1234567890\r\n0\r\n\r\n")
                            .text())
                    .endsWith("\n\n1234567890");
            gateway.settled(2);
            assertThat(gateway.records)
                    .allSatisfy(record -> assertThat(record.bytesIn()).isEqualTo(10));
        }
    }

    @Test
    void prefersTheLimitOfTheService() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway =
                        TestGateway.to(backend).maxBody(10).serviceBody(20).start()) {
            assertThat(gateway.ask(POST + "Content-Length: 15\r\n\r\n123456789012345")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.ask(POST + "Content-Length: 21\r\n\r\n").status())
                    .isEqualTo(413);
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaitsToBeAsked() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send(POST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).isEqualTo(List.of("HTTP/1.1 100 Continue"));
            client.send("abc");
            Answer answer = client.answer();

            assertThat(answer.text()).endsWith("\n\nabc").doesNotContain("Expect");
            assertThat(client.ask("GET /svc/y HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesInsteadOfAskingForABodyThatIsTooLarge() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).maxBody(10).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(POST + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void neverAsksForABodyThatNobodyWillTake() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(
                    "POST /nobody/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void keepsTheConnectionOfARefusedRequestWhoseBodyIsHere() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer refused = client.ask("POST /nobody/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.closes()).isFalse();
            assertThat(client.ask("GET /svc/y HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void answers408WhenTheBodyStopsToCome() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .patience(shortly, shortly, shortly)
                        .start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(POST + "Content-Length: 10\r\n\r\nhalf");

            assertThat(answer.status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.REQUEST_TIMEOUT);
            backend.awaitOpen(0);
        }
    }

    @Test
    void handsOnAnAnswerThatComesBeforeTheBodyIsRead() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(POST + "Content-Length: 1000\r\n\r\nbegun");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).isEqualTo("no");
            assertThat(answer.closes()).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
            gateway.settled(1);
            assertThat(gateway.records.get(0).rejection()).isNull();
            backend.awaitOpen(0);
        }
    }

    @Test
    void handsOnAnAnswerOfAnUpstreamThatReadsNoMore() throws Exception {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 413 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                });
                TestGateway gateway =
                        TestGateway.to(backend).maxBody(100_000_000).start();
                RawClient client = gateway.connect()) {
            client.send(POST + "Content-Length: 50000000\r\n\r\n");
            var sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 50_000; i++) {
                        client.socket.getOutputStream().write(new byte[1000]);
                    }
                } catch (IOException expected) {
                    // Nobody reads it.
                }
            });
            sender.start();
            assertThat(client.answer().status()).isIn(413, 502);
            sender.join();
            gateway.settled(1);
        }
    }
}
