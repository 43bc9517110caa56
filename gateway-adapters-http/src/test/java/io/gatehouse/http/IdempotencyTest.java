package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with a key of their own, over sockets: forwarded once, whatever becomes of the client. */
@Execution(ExecutionMode.CONCURRENT)
class IdempotencyTest {

    private static final String KEY = "Idempotency-Key: 7a1\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
            })
    void isForwardedOnceAndAnsweredAlikeEachTime(String body) throws IOException {
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        String text = served.incrementAndGet() + " "
                                + new String(
                                        line.body, 0, line.body.length, java.nio.charset.StandardCharsets.US_ASCII);
                        line.write("HTTP/1.1 201 Created\r\n"
                                + "Location: /x/1\r\n"
                                + "Set-Cookie: a=1\r\n"
                                + "Set-Cookie: b=2\r\n"
                                + "Content-Length: "
                                + text.length() + "\r\n\r\n" + text);
                    }
                });
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            Answer first = client.ask(post(KEY + body));
            assertThat(first.text()).isEqualTo("1 hello");
            assertThat(first.header("Idempotent-Replayed")).isNull();
            for (int i = 0; i < 2; i++) {
                Answer again = client.ask(post(KEY + body));
                assertThat(again.status()).isEqualTo(201);
                assertThat(again.text()).isEqualTo("1 hello");
                assertThat(again.header("Location")).isEqualTo("/x/1");
                assertThat(again.headers("Set-Cookie")).containsExactly("a=1", "b=2");
                assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
                assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
            }
            assertThat(client.ask(post("Idempotency-Key: 7a2\r\n" + body)).text())
                    .isEqualTo("2 hello");
            assertThat(client.ask(post(body)).text()).as("without a key").isEqualTo("3 hello");
            gateway.settled(5);
            assertThat(gateway.records).extracting(record -> record.bytesIn()).containsOnly(5L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Content-Length: 0\r\n\r\n"})
    void forwardsABodyThatTurnsOutToBeEmpty(String body) throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask(post(KEY + body));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Length")).isEqualTo("0");
            }
            assertThat(backend.heads).hasSize(1);
            assertThat(backend.heads.get(0)).contains("Content-Length: 0");
        }
    }

    @Test
    void refusesABodyInBrokenChunks() throws IOException {
        try (Backend backend = Backend.ok("done");
                TestGateway gateway = start(backend)) {
            Answer answer = gateway.ask(post(KEY + "Transfer-Encoding: chunked\r\n\r\n2\r\nheX"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":\"malformed-request\"");
            assertThat(answer.closes()).isTrue();
            gateway.settled(1);
            assertThat(gateway.ask(post(KEY + "Content-Length: 2\r\n\r\nhe")).text())
                    .as("the key is still free")
                    .isEqualTo("done");
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void saysThatTheKeyWasUsedForSomethingElse() throws IOException {
        try (Backend backend = Backend.ok("done");
                TestGateway gateway = start(backend)) {
            gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na"));

            for (String other : new String[] {
                post(KEY + "Content-Length: 1\r\n\r\nb"),
                post(KEY + "Content-Length: 1\r\n\r\na").replace("POST", "PATCH"),
                post(KEY + "Content-Length: 1\r\n\r\na").replace("/x", "/y"),
                post(KEY + "Content-Length: 1\r\n\r\na").replace("/x", "/x?z=1"),
                post(KEY + "Content-Length: 1\r\n\r\na").replace("/svc/x", "/svc/v1/x")
            }) {
                Answer answer = gateway.ask(other);
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.text()).contains("\"code\":\"idempotency-key-reused\"");
            }
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void saysThatTheFirstIsUnderWayAndGivesItsAnswerAlthoughItsClientHasLeft() throws Exception {
        var goOn = new Semaphore(0);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        goOn.acquireUninterruptibly();
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                    }
                });
                TestGateway gateway = start(backend)) {
            try (RawClient first = gateway.connect()) {
                first.send(post(KEY + "Content-Length: 1\r\n\r\na"));
                backend.heads.await(1);
                Answer second = gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na"));
                assertThat(second.status()).isEqualTo(409);
                assertThat(second.header("Retry-After")).isEqualTo("1");
                assertThat(second.text()).contains("\"code\":\"idempotency-conflict\"", "under way");
                first.reset();
            }
            goOn.release();
            Await.until("its answer is there", () -> status(gateway) == 200);
            assertThat(gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na")).text())
                    .isEqualTo("done");
            assertThat(backend.heads).hasSize(1);
        }
    }

    private static int status(TestGateway gateway) {
        try {
            return gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na")).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void handsOnAnAnswerThatIsTooLargeToBeKeptAndSaysSoLater() throws IOException {
        String large = "x".repeat(300_000);
        try (Backend backend = Backend.ok(large);
                TestGateway gateway = start(backend)) {
            assertThat(gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na")).text())
                    .isEqualTo(large);

            Answer again = gateway.ask(post(KEY + "Content-Length: 1\r\n\r\na"));
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.text()).contains("by more than is kept");
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void isForwardedAgainWhereNothingWasDone() throws IOException {
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        int status = served.incrementAndGet() == 1 ? 503 : 200;
                        line.write("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                TestGateway gateway = start(backend)) {
            assertThat(status(gateway)).isEqualTo(503);
            assertThat(status(gateway)).isEqualTo(200);
            assertThat(status(gateway)).isEqualTo(200);
            assertThat(served).hasValue(2);
        }
    }

    @Test
    void isNotForwardedAgainWhereNobodyKnowsWhatWasDone() throws IOException {
        try (Backend backend = Backend.once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                TestGateway gateway = start(backend)) {
            assertThat(status(gateway)).isEqualTo(502);
            assertThat(status(gateway)).isEqualTo(409);
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void refusesKeysAndBodiesThatAreTooLarge() throws IOException {
        try (Backend backend = Backend.ok("done");
                TestGateway gateway = start(backend)) {
            assertThat(gateway.ask(post("Idempotency-Key: " + "k".repeat(256) + "\r\nContent-Length: 0\r\n\r\n"))
                            .status())
                    .isEqualTo(400);
            assertThat(gateway.ask(post(KEY + KEY + "Content-Length: 0\r\n\r\n"))
                            .status())
                    .isEqualTo(400);
            assertThat(gateway.ask(post(KEY + "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000)))
                            .text())
                    .contains("\"code\":\"body-too-large\"");
            assertThat(backend.heads).isEmpty();
        }
    }

    @Test
    void takesBodiesOfSeveralBuffersAndClientsThatWaitToBeAsked() throws IOException {
        String body = "0123456789".repeat(6000);
        try (Backend backend = Backend.echo();
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            client.send(post(KEY + "Expect: 100-continue\r\nContent-Length: 60000\r\n\r\n"));
            assertThat(client.head().get(0)).startsWith("HTTP/1.1 100 ");
            client.send(body);
            Answer answer = client.answer();

            assertThat(answer.text()).endsWith("\n\n" + body);
            assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
            gateway.settled(2);
        }
    }

    private static String post(String rest) {
        return "POST /svc/x HTTP/1.1\r\nHost: gw\r\n" + rest;
    }

    private static TestGateway start(Backend backend) throws IOException {
        var policy = new IdempotencyPolicy("Idempotency-Key", Duration.ofHours(1), 64_000, TestServices.ORIGIN);
        return TestGateway.to(backend)
                .responses(new ResponsePolicy(false, null, policy))
                .start();
    }
}
