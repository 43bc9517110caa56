package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends before its answer is there neither hides that it leaves, nor is lost if it stays. */
@Execution(ExecutionMode.CONCURRENT)
class EarlyBytesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String POST = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\nbody";

    @ParameterizedTest
    @CsvSource({"GET,true", "GET,false", "POST,true", "POST,false"})
    void doNotHideThatTheClientLeavesWhileTheUpstreamThinks(String method, boolean reset) throws IOException {
        try (Backend backend = hanging();
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client = gateway.connect().send((method.equals("GET") ? GET : POST) + "G");
            backend.heads.await(1);
            leave(client, reset);

            assertThat(gateway.record().status()).isEqualTo(499);
            backend.awaitOpen(0);
            Await.until("the connection is let go", () -> gateway.server.connections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thatComeLaterDoNotHideItEither(boolean reset) throws IOException {
        try (Backend backend = hanging();
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client = gateway.connect().send(GET);
            backend.heads.await(1);
            for (char c : "GET /svc/".toCharArray()) {
                client.send(String.valueOf(c));
            }
            leave(client, reset);

            assertThat(gateway.record().status()).isEqualTo(499);
            backend.awaitOpen(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, GET + "G", POST, POST + "G"})
    void doNotHideItWhileARequestWaitsToBeLetThrough(String request) throws IOException {
        var waits = new WatchedCount();
        RequestStage waiting = state -> {
            waits.add(1);
            return new Decision.TryAgain(Duration.ofMinutes(10), state);
        };
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(waiting).start()) {
            RawClient client = gateway.connect().send(request);
            waits.await("the request to wait", now -> now > 0);
            client.close();

            assertThat(gateway.record().status()).isEqualTo(499);
            assertThat(backend.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET + "G", POST, POST + "G"})
    void doNotHideItWhileAStageBlocks(String request) throws Exception {
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        RequestStage blocking = state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> {
            begun.countDown();
            await(goOn);
            return Decision.proceed(state);
        });
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(blocking).start()) {
            RawClient client = gateway.connect().send(request);
            begun.await();
            client.close();

            assertThat(gateway.record().status()).isEqualTo(499);
            goOn.countDown();
            assertThat(backend.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 16 * 1024, 100_000})
    void areTheNextRequestsOfAClientThatStays(int padding) throws Exception {
        var goOn = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        await(goOn);
                        String text = line.head.get(0);
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send(GET);
            backend.heads.await(1);
            String next = "POST /svc/2 HTTP/1.1\r\nHost: gw\r\nContent-Length: " + padding + "\r\n\r\n";
            client.send(next.substring(0, 10));
            Await.pause();
            client.send(next.substring(10));
            var rest =
                    new Thread(() -> sendTo(client, "x".repeat(padding) + "GET /svc/3 HTTP/1.1\r\nHost: gw\r\n\r\n"));
            rest.start();
            Await.pause();
            goOn.countDown();

            assertThat(client.answer().text()).isEqualTo("GET /x HTTP/1.1");
            assertThat(client.answer().text()).isEqualTo("POST /2 HTTP/1.1");
            assertThat(client.answer().text()).isEqualTo("GET /3 HTTP/1.1");
            rest.join();
            gateway.settled(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"4,false", "4,true", "100000,false", "100000,true"})
    void areTheBodyOfARequestThatHadToWait(int size, boolean chunked) throws Exception {
        var asked = new WatchedCount();
        RequestStage waiting = state ->
                asked.add(1) > 1 ? Decision.proceed(state) : new Decision.TryAgain(Duration.ofMillis(200), state);
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).stages(waiting).start();
                RawClient client = gateway.connect()) {
            String body = "0123456789".repeat(size / 10 + 1).substring(0, size);
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\n"
                    + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + size + "\r\n\r\n"));
            asked.await("the request to wait", now -> now > 0);
            client.send(chunked ? Integer.toHexString(size) + "\r\n" + body + "\r\n0\r\n\r\n" + GET : body + GET);

            assertThat(client.answer().text()).endsWith("\n\n" + body);
            assertThat(client.answer().text()).startsWith("GET /x HTTP/1.1");
            gateway.settled(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areTakenInWhenTheRequestIsRefusedAfterItHadToWait(boolean whole) throws Exception {
        var asked = new AtomicInteger();
        RequestStage refusing = state -> switch (asked.getAndIncrement()) {
            case 0 -> new Decision.TryAgain(Duration.ofMillis(200), state);
            case 1 -> Decision.reject(Refusal.of(Rejection.OVERLOADED));
            default -> Decision.proceed(state);
        };
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(refusing).start();
                RawClient client = gateway.connect()) {
            client.send(whole ? POST + GET : POST.substring(0, POST.length() - 1));

            assertThat(client.answer().status()).isEqualTo(503);
            if (whole) {
                assertThat(client.answer().text()).isEqualTo("ok");
            } else {
                assertThat(client.isClosedByServer()).isTrue();
            }
            gateway.settled(whole ? 2 : 1);
        }
    }

    @Test
    void endTheWatchWhenTheyAreMoreThanABuffer() throws IOException {
        try (Backend backend = hanging();
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(PATIENCE, Duration.ofSeconds(2), PATIENCE, null)
                        .start()) {
            RawClient client = gateway.connect().send(GET);
            backend.heads.await(1);
            sendTo(client, "x".repeat(20_000));
            client.close();

            // Not noticed, but bounded by the patience for the upstream.
            assertThat(gateway.record().status()).isEqualTo(504);
            Await.until("the connection is let go", () -> gateway.server.connections() == 0);
        }
    }

    private static Backend hanging() throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.awaitEnd();
        });
    }

    private static void leave(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }

    private static void sendTo(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
