package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.exchange.ErrorResponse;
import io.gatehouse.http.exchange.NotedDetails;
import io.gatehouse.http.exchange.QuotaFields;
import io.gatehouse.http.inbound.ConnectionLimits;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The server as a whole: its limits, its errors, its beginning and its end. */
@SuppressWarnings("try") // Closing early, or only at the end, is what some of these tests are about.
class ServerLimitsTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";

    @Test
    void refusesRequestsBeyondThoseInFlightAtOnce() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).maxInFlight(2).start();
                RawClient first = gateway.connect().send(GET);
                RawClient second = gateway.connect().send(GET)) {
            Await.until("two are in flight", () -> gateway.server.inFlight() == 2);
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.text()).contains("\"code\":\"overloaded\"");
            gateway.records.await(1);
            assertThat(gateway.server.inFlight()).isEqualTo(2);
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway =
                        TestGateway.to(backend).maxConnections(2, 0).start()) {
            try (RawClient first = gateway.connect();
                    RawClient second = gateway.connect()) {
                assertThat(first.ask(GET).text()).isEqualTo("ok");
                assertThat(second.ask(GET).text()).isEqualTo("ok");
                try (RawClient third = gateway.connect()) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
                assertThat(first.ask(GET).text()).isEqualTo("ok");
            }
            Await.until("there is room again", () -> gateway.server.connections() == 0);
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
        }
    }

    @Test
    void closesConnectionsOfAnAddressThatHasTooMany() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway =
                        TestGateway.to(backend).maxConnections(100, 1).start()) {
            try (RawClient first = gateway.connect()) {
                assertThat(first.ask(GET).text()).isEqualTo("ok");
                try (RawClient second = gateway.connect()) {
                    assertThat(second.isClosedByServer()).isTrue();
                }
            }
            Await.until("there is room again", () -> gateway.server.connections() == 0);
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
        }
    }

    @Test
    void refusesAHeadThatIsTooLong() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Long: " + "v".repeat(40_000) + "\r\n\r\n");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.text()).contains("\"code\":\"head-too-large\"");
            assertThat(backend.connections).hasValue(0);
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.record().requestId()).isEqualTo(answer.header("X-Request-Id"));
        }
    }

    @Test
    void reusesOneUpstreamConnectionForManyRequests() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                        .isEqualTo(200);
            }
            for (int i = 2; i < 50; i++) {
                assertThat(client.ask("POST /svc/" + i + " HTTP/1.1\r\nHost: gw\r\nContent-Length: 2\r\n\r\nab")
                                .text())
                        .startsWith("POST /" + i + " ");
            }
            gateway.settled(50);
            assertThat(backend.connections).hasValue(1);
            assertThat(gateway.open()).isEqualTo(1);
            Await.until("one connection is idle", () -> gateway.idle() == 1);
        }
    }

    @Test
    void closesUpstreamConnectionsThatIdleTooLong() throws IOException {
        var shortly = Duration.ofMillis(200);
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), shortly, null)
                        .start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            backend.awaitOpen(0);
            gateway.awaitNoUpstreamConnection();
        }
    }

    @Test
    void dropsPoolsOfHostsThatAreNamedNoMore() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.get("/svc/x");
            Await.until("the connection is idle", () -> gateway.idle() == 1);
            gateway.server.retain(Set.of(backend.address()));
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(1);

            gateway.server.retain(Set.of(new HostAddress(false, "upstream.invalid", 80)));
            backend.awaitOpen(0);
            Await.until("the pool is gone", () -> gateway.server.pools().isEmpty());
        }
    }

    @Test
    void writesTheSoajsEnvelopeWhereItIsConfigured() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .format(ErrorResponse.ErrorFormat.SOAJS)
                        .start()) {
            Answer answer = gateway.get("/nobody");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.text())
                    .isEqualTo("{\"result\":false,\"errors\":{\"codes\":[130],\"details\":"
                            + "[{\"code\":130,\"message\":\"Unknown service.\"}]}}");
        }
    }

    @Test
    void writesProblemsThatSayWhatIsWrong() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /nobody HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(answer.text())
                    .isEqualTo(
                            "{\"type\":\"urn:gatehouse:error:service-unknown\",\"title\":\"There is no such service\","
                                    + "\"status\":404,\"code\":\"service-unknown\",\"request_id\":\""
                                    + answer.header("X-Request-Id") + "\"}");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");

            Answer head = client.ask("HEAD /nobody HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(head.status()).isEqualTo(404);
            assertThat(head.header("Content-Length")).isEqualTo(answer.header("Content-Length"));

            Answer trace = client.ask("TRACE /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(trace.status()).isEqualTo(405);
            assertThat(trace.header("Allow")).contains("GET");
            gateway.settled(3);
        }
    }

    @Test
    void recordsWhatHappened() throws IOException {
        try (Backend backend = Backend.ok("hello");
                TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.ask(
                    "POST /svc/v1/a%20b?secret=1 HTTP/1.1\r\nHost: gw\r\n"
                            + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nContent-Length: 3\r\n\r\nabc");
            var record = gateway.record();

            assertThat(record.requestId()).isEqualTo(answer.header("X-Request-Id"));
            assertThat(record.request().method()).isEqualTo("POST");
            assertThat(record.request().path()).isEqualTo("/svc/v1/a%20b");
            assertThat(record.request().protocol()).isEqualTo("HTTP/1.1");
            assertThat(record.request().client()).isEqualTo("127.0.0.1");
            assertThat(record.matched().route()).isEqualTo("svc");
            assertThat(record.matched().service()).isEqualTo("svc");
            assertThat(record.matched().version()).isEqualTo("1");
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.bytesIn()).isEqualTo(3);
            assertThat(record.bytesOut()).isEqualTo(5);
            assertThat(record.forwarding().upstream())
                    .isEqualTo(backend.address().toString());
            assertThat(record.forwarding().attempts()).isEqualTo(1);
            assertThat(record.rejection()).isNull();
            assertThat(record.request().traceparent()).startsWith("00-4bf9");
            assertThat(record.forwarding().firstByteNanos()).isPositive().isLessThan(record.durationNanos());
        }
    }

    @Test
    void recordsRequestsThatWereRefusedBeforeAnythingElse() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip\r\n\r\n");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.MALFORMED_REQUEST);
            assertThat(gateway.record().requestId()).isEqualTo(answer.header("X-Request-Id"));
            assertThat(gateway.record().request().client()).isEqualTo("127.0.0.1");
            assertThat(gateway.record().matched().route()).isNull();
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItStops() throws Exception {
        var goOn = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        await(goOn);
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient busy = gateway.connect().send(GET);
                RawClient idle = gateway.connect()) {
            backend.heads.await(1);
            Await.until("both are accepted", () -> gateway.server.connections() == 2);
            gateway.server.stopAccepting();
            assertThatThrownBy(gateway::connect).isInstanceOf(IOException.class);
            assertThat(gateway.server.awaitIdle(Duration.ofMillis(50))).isFalse();

            goOn.countDown();
            Answer answer = busy.answer();
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.closes()).isTrue();
            assertThat(busy.isClosedByServer()).isTrue();
            assertThat(idle.ask(GET).closes()).isTrue();
            assertThat(gateway.server.awaitIdle(Duration.ofSeconds(60))).isTrue();
            gateway.settled(2);
        }
    }

    @Test
    void cutsOffWhatIsInFlightWhenItCloses() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect().send(GET)) {
            backend.heads.await(1);
            gateway.close();
            gateway.close();

            assertThat(client.isClosedByServer()).isTrue();
            backend.awaitOpen(0);
            gateway.settled(1);
        }
    }

    @Test
    void saysWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Backend backend = Backend.ok("ok")) {
            assertThatThrownBy(() ->
                            TestGateway.to(backend).port(taken.getLocalPort()).start())
                    .isInstanceOf(ListenFailure.class)
                    .hasCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        var anywhere = new InetSocketAddress(0);
        var one = new ConnectionLimits(1, 0, 0, 64, List.of());
        var credentials = CredentialNames.DEFAULT;
        assertThatThrownBy(() -> new HttpSettings(
                        List.of(new ListenerSettings(
                                anywhere, ListenerSettings.SocketKind.OWN, null, false, null, ListenerRules.NONE)),
                        -1,
                        HeadLimits.USUAL,
                        one,
                        1,
                        1,
                        ErrorResponse.ErrorFormat.PROBLEM,
                        QuotaFields.X_RATELIMIT,
                        credentials,
                        List.of(),
                        0,
                        NotedDetails.NONE,
                        null))
                .hasMessageContaining("maxBodySize");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
