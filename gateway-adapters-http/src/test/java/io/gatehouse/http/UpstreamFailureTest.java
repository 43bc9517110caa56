package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.pool.ProxyLimits;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an upstream does, the client gets a clear answer or a broken connection, and nothing is left behind. */
@Execution(ExecutionMode.CONCURRENT)
class UpstreamFailureTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";

    @Test
    void answers502WhenTheConnectionIsRefused() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                TestGateway gateway = TestGateway.to(nobody.host()).start()) {
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("\"code\":\"upstream-unreachable\"");
            ExchangeRecord record = gateway.record();
            assertThat(record.rejection()).isEqualTo(Rejection.UPSTREAM_UNREACHABLE);
            assertThat(record.forwarding().attempts()).isEqualTo(1);
            assertThat(record.forwarding().firstByteNanos()).isEqualTo(-1);
        }
    }

    @Test
    void triesTheNextHostWhateverTheMethodWhenNothingWasSent() throws IOException {
        try (HeldPort one = HeldPort.any();
                HeldPort other = HeldPort.any();
                Backend alive = Backend.echo();
                TestGateway gateway = TestGateway.to(one.host(), other.host(), alive.address())
                        .start()) {
            Answer answer = gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).endsWith("abc");
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(3);
            assertThat(gateway.record().forwarding().upstream())
                    .isEqualTo(alive.address().toString());
        }
    }

    @Test
    void triesNoMoreThanThreeHosts() throws IOException {
        try (HeldPort first = HeldPort.any();
                HeldPort second = HeldPort.any();
                HeldPort third = HeldPort.any();
                HeldPort fourth = HeldPort.any();
                TestGateway gateway = TestGateway.to(first.host(), second.host(), third.host(), fourth.host())
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(3);
        }
    }

    @Test
    void answers502ForANameThatDoesNotExist() throws IOException {
        try (TestGateway gateway = TestGateway.to(new HostAddress(false, "no-such-host.invalid", 80))
                .start()) {
            assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
            gateway.settled(1);
        }
    }

    @Test
    void givesUpOnAHostThatDoesNotTakeTheConnectionInTime() throws IOException {
        try (var silent = new SilentListener();
                TestGateway gateway = TestGateway.to(silent.address())
                        .timeouts(SHORT, LONG, LONG, null)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            gateway.settled(1);
            Await.until(
                    "nothing is being connected",
                    () -> gateway.server.pools().get(0).connecting() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "garbage\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 99 OK\r\n\r\n",
                "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\r\n\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Odd: a\nX-Evil: b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2,\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX Odd: a\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Odd: a\u0000b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Odd: a\rb\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 103 Early Hints\r\nno colon\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
            })
    void answers502WhenTheAnswerMakesNoSense(String wire) throws IOException {
        try (Backend backend = Backend.once(wire);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(GET);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text())
                    .contains("\"code\":\"upstream-bad-answer\"")
                    .doesNotContain("Exception", "ok");
            assertThat(answer.closes()).isFalse();
            gateway.settled(1);
            gateway.awaitNoUpstreamConnection();
            assertThat(gateway.records.get(0).rejection()).isEqualTo(Rejection.UPSTREAM_BAD_ANSWER);
            assertThat(gateway.records.get(0).status()).isEqualTo(502);
            assertThat(gateway.records.get(0).forwarding().failure()).isNotEmpty();
        }
    }

    @Test
    void answers502WhenTheHeadOfTheAnswerHasNoEnd() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        line.write("X-More: " + "v".repeat(1000) + "\r\n");
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    @Test
    void readsAHeadThatComesByteByByte() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        for (char c : "HTTP/1.1 200 OK\r\nX-Slow: yes\r\nContent-Length: 2\r\n\r\nok".toCharArray()) {
                            line.write(String.valueOf(c));
                        }
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 5; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.header("X-Slow")).isEqualTo("yes");
                assertThat(answer.text()).isEqualTo("ok");
            }
            gateway.settled(5);
        }
    }

    @Test
    void answers502WhenTheConnectionIsResetBeforeTheAnswer() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.reset();
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            gateway.settled(1);
        }
    }

    @Test
    void answers504WhenTheAnswerDoesNotCome() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, SHORT, LONG, null)
                        .start()) {
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).contains("\"code\":\"upstream-timeout\"");
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    @Test
    void cutsTheAnswerOffWhenItsBodyStopsToCome() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, LONG, SHORT, null)
                        .start()) {
            assertThatThrownBy(() -> gateway.get("/svc/x")).isInstanceOf(IOException.class);
            assertThat(gateway.record().status()).isEqualTo(200);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
            backend.awaitOpen(0);
        }
    }

    @Test
    void endsAnExchangeThatTakesTooLongInAll() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        line.write("1\r\nx\r\n");
                        Await.pause();
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(LONG, LONG, LONG, SHORT)
                        .start()) {
            assertThatThrownBy(() -> gateway.get("/svc/x")).isInstanceOf(IOException.class);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfxx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\nhalf\n0\n\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nfffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n-1\r\n",
            })
    void neverLetsAHalfAnswerPassForAWholeOne(String wire) throws IOException {
        try (Backend backend = Backend.once(wire);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertNeverWhole(gateway, GET);
            assertNeverWhole(gateway, "GET /svc/x HTTP/1.0\r\n\r\n");
            gateway.settled(2);
            gateway.awaitNoUpstreamConnection();
            assertThat(gateway.records)
                    .extracting(ExchangeRecord::rejection)
                    .containsOnly(Rejection.UPSTREAM_BAD_ANSWER);
        }
    }

    /** The answer is cut off; or replaced, if its end was there before its beginning had gone out. */
    private static void assertNeverWhole(TestGateway gateway, String request) {
        try {
            assertThat(gateway.ask(request).status()).isEqualTo(502);
        } catch (IOException cut) {
            assertThat(cut).isNotNull();
        }
    }

    @Test
    void dropsAConnectionOnWhichMoreCameThanTheAnswer() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"
                        + "Content-Length: 6\r\n\r\npoison");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask(GET).text()).isEqualTo("ok");
            }
            gateway.settled(3);
            assertThat(backend.connections).hasValue(3);
        }
    }

    @Test
    void dropsAnIdleConnectionOnWhichSomethingComes() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    Await.pause();
                    line.write("HTTP/1.1 408 Too late\r\n\r\n");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            Await.until("the connection is dropped", () -> gateway.open() == 0);
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
        }
    }

    @Test
    void replacesADeadConnectionForARequestThatMayBeRepeated() throws IOException {
        try (Backend backend = backendThatDrops(2);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.ask(GET).text()).isEqualTo("ok");
            }
            gateway.settled(4);
            assertThat(gateway.records)
                    .extracting(record -> record.forwarding().attempts())
                    .containsOnly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n",
                "PATCH /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "PUT /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc",
            })
    void neverRepeatsWhatMayHaveHadAnEffectOrHasLostItsBody(String request) throws IOException {
        try (Backend backend = backendThatDrops(3);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            assertThat(client.ask(GET).text()).isEqualTo("ok");
            assertThat(client.ask(GET).text()).isEqualTo("ok");

            assertThat(client.ask(request).status()).isEqualTo(502);
            assertThat(backend.connections).hasValue(1);
            gateway.settled(3);
        }
    }

    @Test
    void neverRepeatsARequestOnAFreshConnection() throws IOException {
        try (Backend backend = Backend.once("");
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void answers503WhenTooManyWaitForAConnection() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .limits(new ProxyLimits(1, 1, 4096))
                        .timeouts(SHORT, LONG, LONG, null)
                        .start();
                RawClient first = gateway.connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            first.send(GET);
            backend.heads.await(1);
            second.send(GET);
            Await.until(
                    "the second waits in line",
                    () -> gateway.server.pools().get(0).waiting() == 1);

            Answer full = third.ask(GET);
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.text()).contains("\"code\":\"upstream-busy\"");
            assertThat(full.header("Retry-After")).isEqualTo("1");
            assertThat(second.answer().text()).as("waited too long").contains("\"code\":\"upstream-busy\"");
            Await.until(
                    "nobody waits any more", () -> gateway.server.pools().get(0).waiting() == 0);
        }
    }

    @Test
    void closesAnIdleConnectionForOneTooMany() throws IOException {
        try (Backend one = Backend.ok("1");
                Backend two = Backend.ok("2");
                Backend three = Backend.ok("3");
                TestGateway gateway = TestGateway.to(one, two, three)
                        .maxUpstreamConnections(2)
                        .start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 12; i++) {
                assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                        .isEqualTo(200);
                Await.until("there are no more", () -> one.open() + two.open() + three.open() <= 2);
            }
            Await.until("the pools have counted the last one out", () -> gateway.open() == 2);
            assertThat(one.connections.get() + two.connections.get() + three.connections.get())
                    .isEqualTo(12);
        }
    }

    @Test
    void countsTheConnectionOfAWebSocketUntilItIsClosed() throws IOException {
        try (Backend sockets = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(sockets)
                        .timeouts(Duration.ofSeconds(4), LONG, LONG, null)
                        .maxUpstreamConnections(1)
                        .start()) {
            RawClient client = gateway.connect();
            String upgrade = "GET /svc/x HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: x\r\n\r\n";
            assertThat(client.ask(upgrade).status()).isEqualTo(101);
            try (RawClient second = gateway.connect()) {
                // What is in use is nobody's to close.
                assertThat(second.ask(upgrade).text()).contains("\"code\":\"upstream-busy\"");
            }
            assertThat(sockets.connections).hasValue(1);
            try (RawClient third = gateway.connect().send(upgrade)) {
                Await.until(
                        "the third waits", () -> gateway.server.pools().get(0).waiting() == 1);
                client.close();
                assertThat(third.answer().status()).isEqualTo(101);
            }
        }
    }

    @Test
    void lendsAConnectionToTheOneWhoWaitsNext() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .limits(new ProxyLimits(1, 100, 4096))
                        .start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect().send(GET));
            }
            for (RawClient client : clients) {
                assertThat(client.answer().text()).isEqualTo("ok");
                client.close();
            }
            gateway.settled(20);
            assertThat(backend.connections).hasValue(1);
        }
    }

    /** Ends each connection with that request, unanswered. */
    private static Backend backendThatDrops(int dropped) throws IOException {
        return new Backend(line -> {
            for (int i = 1; i < dropped; i++) {
                line.readRequest();
                line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            line.readHead();
        });
    }
}
