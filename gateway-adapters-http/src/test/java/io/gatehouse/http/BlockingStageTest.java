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
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Stages run on the exchange's I/O thread, and leave it only where they ask to. */
class BlockingStageTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";

    @Test
    void runsStagesThatDoNotBlockOnTheIoThread() throws IOException {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        RequestStage stage = state -> {
            threads.add(Thread.currentThread().getName());
            return Decision.proceed(state);
        };
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(stage).start()) {
            gateway.get("/svc/x");
            assertThat(threads).allMatch(name -> name.startsWith("gatehouse I/O"));
        }
    }

    @Test
    void blocksElsewhereAndComesBack() throws IOException {
        var inside = new AtomicInteger();
        Set<String> after = ConcurrentHashMap.newKeySet();
        RequestStage blocking = state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> {
            inside.addAndGet(Thread.currentThread().getName().startsWith("gatehouse I/O") ? 1000 : 1);
            Await.pause();
            return Decision.proceed(state);
        });
        RequestStage next = state -> {
            after.add(Thread.currentThread().getName());
            return Decision.proceed(state);
        };
        try (Backend backend = Backend.echo();
                TestGateway gateway =
                        TestGateway.to(backend).stages(blocking, next, blocking).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\nbody");
                assertThat(answer.text()).endsWith("\n\nbody");
            }
            gateway.settled(3);
        }
        assertThat(inside).hasValue(6);
        assertThat(after).allMatch(name -> name.startsWith("gatehouse I/O"));
    }

    @Test
    void waitsWithoutAThread() throws IOException {
        var asked = new AtomicInteger();
        RequestStage waiting = state -> asked.incrementAndGet() % 3 == 0
                ? Decision.proceed(state)
                : new Decision.TryAgain(Duration.ofMillis(20), state);
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(waiting).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void refusesOrAnswersAfterBlocking() throws IOException {
        RequestStage refusing = state -> new Decision.Offload(
                WorkKind.COUNTER_STORE, () -> Decision.reject(Refusal.of(Rejection.OVERLOADED, "a detail \"quoted\"")));
        RequestStage answering = state ->
                new Decision.Offload(WorkKind.COUNTER_STORE, () -> new Decision.Answer(204, Map.of("X-Answer", "yes")));
        try (Backend backend = Backend.ok("ok");
                TestGateway refuser = TestGateway.to(backend).stages(refusing).start();
                TestGateway answerer = TestGateway.to(backend).stages(answering).start()) {
            assertThat(refuser.get("/svc/x").text()).contains("a detail \\\"quoted\\\"");
            assertThat(answerer.get("/svc/x").header("X-Answer")).isEqualTo("yes");
            assertThat(answerer.record().status()).isEqualTo(204);
            assertThat(backend.connections).hasValue(0);
        }
    }

    @Test
    void letsGoOfAClientThatLeavesWhileAStageBlocks() throws Exception {
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        RequestStage blocking = state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> {
            begun.countDown();
            await(goOn);
            return Decision.proceed(state);
        });
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(blocking).start()) {
            RawClient client = gateway.connect().send(GET);
            begun.await();
            client.close();
            assertThat(gateway.record().status()).isEqualTo(499);
            goOn.countDown();

            assertThat(gateway.server.inFlight()).isZero();
            assertThat(backend.connections).hasValue(0);
        }
    }

    @Test
    void turnsAwayWhoeverHasHalfOfAllBlockingWorkAlreadyAndSaysOfWhatKind() throws Exception {
        var goOn = new CountDownLatch(1);
        RequestStage blocking = state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> {
            await(goOn);
            return Decision.proceed(state);
        });
        var held = new ArrayList<RawClient>();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(blocking).start()) {
            for (int i = 0; i < 512; i++) {
                held.add(gateway.connect().send(GET));
            }
            Await.until("all block", () -> gateway.server.inFlight() == 512);
            Answer refused = gateway.get("/svc/x");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("\"code\":\"" + Rejection.COUNTER_STORE_BUSY.code() + "\"");
            goOn.countDown();
            for (RawClient client : held) {
                assertThat(client.answer().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void turnsAwayNobodyElseWhereOneAddressHasTakenItsShare() throws Exception {
        var goOn = new CountDownLatch(1);
        var others = new WatchedCount();
        RequestStage edge = state -> {
            String client = state.exchange().client().getHostAddress();
            others.add(client.equals("192.0.2.2") ? 1 : 0);
            return new Decision.Offload(WorkKind.COUNTER_STORE, "address " + client, () -> {
                if (client.equals("192.0.2.1")) {
                    await(goOn);
                }
                return Decision.proceed(state);
            });
        };
        var held = new ArrayList<RawClient>();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("127.0.0.1")
                        .stages(edge)
                        .start()) {
            for (int i = 0; i < 512; i++) {
                held.add(gateway.connect().send(from("192.0.2.1")));
            }
            Await.until("all block", () -> gateway.server.inFlight() == 512);
            assertThat(gateway.ask(from("192.0.2.1")).text())
                    .contains("\"code\":\"" + Rejection.COUNTER_STORE_BUSY.code() + "\"");
            RawClient other = gateway.connect().send(from("192.0.2.2"));
            others.await("the other to ask for a place", now -> now == 1);
            goOn.countDown();
            assertThat(other.answer().status()).isEqualTo(200);
            other.close();
            for (RawClient client : held) {
                assertThat(client.answer().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    private static String from(String client) {
        return "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Forwarded-For: " + client + "\r\n\r\n";
    }

    @Test
    void answers500WhenAStageThrows() throws IOException {
        RequestStage defect = state -> {
            throw new IllegalStateException("secret detail");
        };
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).stages(defect).start()) {
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"code\":\"internal-error\"").doesNotContain("secret");
            gateway.settled(1);
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
