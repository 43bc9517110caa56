package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Circuit breaker and outlier detection over real sockets. */
class BreakerTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String BROKEN = "HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\nno";
    private static final String UPGRADE = "GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final ManualClock clock = new ManualClock();
    private final WatchedCount calls = new WatchedCount();
    private volatile String answer = BROKEN;

    /** Answers as the test wants it at the time. */
    private Backend backend() throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                calls.add(1);
                line.write(answer);
            }
        });
    }

    @Test
    void opensRefusesWithoutCallingAndClosesAfterAGoodTrial() throws Exception {
        try (Backend backend = backend();
                TestGateway gateway = guarded(backend)) {
            opens(gateway);
            assertThat(gateway.get("/svc/x")).satisfies(refused -> {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).contains("circuit-open");
                assertThat(refused.header("Retry-After")).isEqualTo("10");
            });
            clock.advance(Duration.ofMillis(9_001));
            assertThat(gateway.get("/svc/x").header("Retry-After")).isEqualTo("1");
            assertThat(calls.get()).isEqualTo(3);
            gateway.settled(5);
            assertThat(gateway.records.get(4).rejection()).isEqualTo(Rejection.CIRCUIT_OPEN);

            clock.advance(Duration.ofSeconds(1));
            assertThat(gateway.get("/svc/x").status()).as("a trial").isEqualTo(500);
            assertThat(gateway.get("/svc/x").header("Retry-After"))
                    .as("it failed")
                    .isEqualTo("10");
            assertThat(calls.get()).isEqualTo(4);

            clock.advance(Duration.ofSeconds(10));
            answer = OK;
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            awaitState(gateway, Kind.CLOSED);
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            assertThat(calls.get()).isEqualTo(6);
        }
    }

    @Test
    void letsAsManyTryAtATimeAsThereAreHosts() throws Exception {
        var mayAnswer = new Semaphore(0);
        Backend.Manners manners = line -> {
            while (line.readRequest()) {
                calls.add(1);
                if (answer.equals(OK)) {
                    mayAnswer.acquireUninterruptibly();
                }
                line.write(answer);
            }
        };
        try (Backend one = new Backend(manners);
                Backend two = new Backend(manners);
                TestGateway gateway = guarded(one, two);
                RawClient first = gateway.connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            opens(gateway);
            answer = OK;
            clock.advance(Duration.ofSeconds(10));
            first.send(GET);
            calls.await("a trial is under way", now -> now == 4);
            second.send(GET);
            calls.await("two trials are under way", now -> now == 5);
            Answer refused = third.ask(GET);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");

            second.reset();
            Await.until("an abandoned trial gives its place back", () -> gateway.permits() == 1);
            third.send(GET);
            calls.await("another takes it", now -> now == 6);
            mayAnswer.release(3);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(third.answer().status()).isEqualTo(200);
            awaitState(gateway, Kind.CLOSED);
        }
    }

    @Test
    void aTunnelIsAGoodTrialFromItsBeginning() throws Exception {
        try (Backend backend = backend();
                TestGateway gateway = guarded(backend);
                RawClient client = gateway.connect()) {
            opens(gateway);
            answer = SWITCHED;
            clock.advance(Duration.ofSeconds(10));
            client.send(UPGRADE);
            awaitState(gateway, Kind.CLOSED);
            assertThat(gateway.permits()).isEqualTo(1);
        }
    }

    @Test
    void whatClientsCauseOpensNothing() throws Exception {
        answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        try (Backend backend = backend();
                TestGateway gateway = guarded(backend)) {
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(404);
            }
            assertThat(state(gateway)).isEqualTo(Kind.CLOSED);
        }
    }

    @Test
    void leavesAFailingHostOutAndTakesItBack() throws Exception {
        var outliers =
                new OutlierPolicy(2, Duration.ofSeconds(30), null, Percentage.parse("50%"), null, TestServices.ORIGIN);
        try (Backend sick = backend();
                Backend well = Backend.answering(OK);
                TestGateway gateway = TestGateway.to(sick, well)
                        .resilience(new Resilience(null, outliers, null), clock)
                        .start()) {
            List<UpstreamHost> hosts =
                    gateway.upstreams.groups().iterator().next().hosts();
            for (int i = 0; i < 4; i++) {
                gateway.get("/svc/x");
            }
            Await.until("the host is ejected", () -> hosts.get(0).ejection() != null);
            assertThat(hosts.get(1).ejection()).isNull();
            assertThat(calls.get()).isEqualTo(2);
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            }
            assertThat(calls.get()).isEqualTo(2);
            answer = OK;
            clock.advance(Duration.ofSeconds(30));
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            }
            assertThat(calls.get()).as("it takes its turns again").isEqualTo(7);
        }
    }

    private TestGateway guarded(Backend... backends) throws IOException {
        var policy = new BreakerPolicy(
                null,
                null,
                Duration.ofSeconds(5),
                3,
                20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                TestServices.ORIGIN);
        return TestGateway.to(backends)
                .resilience(new Resilience(policy, null, null), clock)
                .start();
    }

    private void opens(TestGateway gateway) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(500);
        }
        awaitState(gateway, Kind.OPEN);
    }

    private static void awaitState(TestGateway gateway, Kind kind) {
        Await.until("the breaker is " + kind.label(), () -> state(gateway) == kind);
    }

    private static @Nullable Kind state(TestGateway gateway) {
        BreakerState state = gateway.upstreams.groups().iterator().next().breaker();
        return state == null ? null : state.kind();
    }
}
