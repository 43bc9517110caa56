package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.pool.NameLookup;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A host whose name has several addresses is reached as long as one of them takes connections. */
@Execution(ExecutionMode.CONCURRENT)
class SeveralAddressesTest {

    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ONE = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";

    @Test
    void waitsALittleForAnAddressThatDoesNotAnswerAndTriesTheNext() throws IOException {
        try (var silent = new SilentListener();
                Backend alive = at(OTHER, silent.address().port());
                TestGateway gateway = to(silent.address().port(), ONE, OTHER).start()) {
            assertThat(gateway.get("/svc/x").text()).startsWith("GET /x ");

            ExchangeRecord record = gateway.record();
            assertThat(record.forwarding().attempts()).isEqualTo(1);
            assertThat(record.forwarding().failure()).isNull();
            assertThat(record.durationNanos())
                    .as("a fraction of the connect time-out")
                    .isLessThan(LONG.toNanos() / 2);
            assertThat(alive.connections).hasValue(1);
            Await.until("nothing is being connected", () -> connecting(gateway) == 0);
        }
    }

    @Test
    void triesTheNextAddressAtOnceWhenOneRefuses() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                Backend alive = at(OTHER, nobody.host().port());
                TestGateway gateway = to(nobody.host().port(), ONE, OTHER).start()) {
            Answer answer = gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(answer.text()).endsWith("abc");
            assertThat(alive.heads).hasSize(1);
        }
    }

    @Test
    void beginsWithTheAddressThatWorkedLast() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                Backend alive = Backend.once(at(nobody.number()), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = to(nobody.number(), ONE, OTHER).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            nobody.lend();
            try (Backend recovered = at(ONE, nobody.number())) {
                for (int i = 2; i < 6; i++) {
                    gateway.awaitNoUpstreamConnection();
                    assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
                    assertThat(alive.connections).hasValue(i);
                }
                assertThat(recovered.connections).hasValue(0);
            }
        }
    }

    @Test
    void saysOfEachAddressWhyItCouldNotBeReached() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                TestGateway gateway = to(nobody.host().port(), ONE, OTHER).start()) {
            assertThat(gateway.get("/svc/x").text())
                    .contains("upstream-unreachable")
                    .doesNotContain(ONE);
            assertThat(gateway.record().forwarding().failure())
                    .isEqualTo("127.0.0.1: connection refused; 127.0.0.2: connection refused");
        }
    }

    /** One refuses, and two take the connection but leave the TLS handshake where it is: the time is for all of them. */
    @Test
    void triesNoLongerThanTheConnectTimeout() throws IOException {
        var clock = new ManualClock();
        try (Backend silent = new Backend(Backend.Line::awaitEnd);
                TestGateway gateway = TestGateway.to(new HostAddress(
                                true, "several.example", silent.address().port()))
                        .timeouts(SHORT, LONG, LONG, null)
                        .lookup(finding(OTHER, ONE, ONE))
                        .clock(clock)
                        .start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            silent.awaitOpen(2);
            assertThat(gateway.records).isEmpty();
            clock.advance(SHORT.plusMillis(1));

            assertThat(client.answer().status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure())
                    .isEqualTo("127.0.0.2: connection refused; no connection within 600 ms");
            Await.until("nothing is being connected", () -> connecting(gateway) == 0);
            silent.awaitOpen(0);
        }
    }

    @Test
    void triesNoTwoAddressesAtOnceWhereThereIsNoPlaceForTwo() throws IOException {
        try (var silent = new SilentListener();
                Backend alive = at(OTHER, silent.address().port());
                TestGateway gateway = to(silent.address().port(), ONE, OTHER)
                        .maxUpstreamConnections(1)
                        .timeouts(SHORT, LONG, LONG, null)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("no connection within 600 ms");
            assertThat(alive.connections).hasValue(0);
        }
    }

    @Test
    void closesAnIdleConnectionToTryASecondAddress() throws IOException {
        try (var silent = new SilentListener();
                Backend alive = at(OTHER, silent.address().port());
                Backend idling = Backend.ok("idling");
                TestGateway gateway = TestGateway.to(
                                idling.address(),
                                new HostAddress(
                                        false,
                                        "several.example",
                                        silent.address().port()))
                        .timeouts(LONG, LONG, Duration.ofHours(1), null)
                        .lookup(finding(ONE, OTHER))
                        .maxUpstreamConnections(2)
                        .start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("idling");
            assertThat(gateway.get("/svc/x").text()).startsWith("GET /x ");
            assertThat(alive.connections).hasValue(1);
            idling.awaitOpen(0);
        }
    }

    @Test
    void countsAnAddressThatWasLeftNoLonger() throws IOException {
        try (var silent = new SilentListener();
                Backend alive = at(OTHER, silent.address().port());
                TestGateway gateway = to(silent.address().port(), ONE, OTHER)
                        .maxUpstreamConnections(2)
                        .start();
                RawClient first = gateway.connect();
                RawClient second = gateway.connect()) {
            String stays = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\n";
            first.send(stays);
            alive.awaitOpen(1);
            second.send(stays);
            alive.awaitOpen(2);

            assertThat(first.send("abc").answer().status()).isEqualTo(200);
            assertThat(second.send("abc").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void saysThatANameIsNotKnown() throws IOException {
        try (TestGateway gateway = TestGateway.to(new HostAddress(false, "nowhere.example", 80))
                .lookup(name -> {
                    throw new UnknownHostException(name + ": Name or service not known");
                })
                .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().failure())
                    .isEqualTo("name lookup failed, nowhere.example: Name or service not known");
        }
    }

    @Test
    void reachesAHostWhoseNameHasAnUnderscore() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(new HostAddress(
                                false, "my_svc", backend.address().port()))
                        .lookup(name -> InetAddress.getAllByName(ONE))
                        .start()) {
            assertThat(gateway.get("/svc/x").text())
                    .contains("Host: my_svc:" + backend.address().port());
        }
    }

    /** The registry refuses such a name; a host that comes another way must not hang, and must not be silent. */
    @Test
    void saysWhyANameCannotBeAskedForOverTls() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(new HostAddress(
                                true, "my_svc", backend.address().port()))
                        .lookup(name -> InetAddress.getAllByName(ONE))
                        .timeouts(LONG, LONG, LONG, null)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_UNREACHABLE);
            assertThat(gateway.record().forwarding().failure())
                    .startsWith("127.0.0.1: IllegalArgumentException: Contains non-LDH");
            assertThat(gateway.record().durationNanos()).isLessThan(LONG.toNanos() / 2);
        }
    }

    private static TestGateway.Setup to(int port, String... addresses) {
        return TestGateway.to(new HostAddress(false, "several.example", port))
                .timeouts(LONG, LONG, LONG, null)
                .lookup(finding(addresses));
    }

    private static NameLookup finding(String... addresses) {
        return name -> {
            var found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }

    private static Backend at(String address, int port) throws IOException {
        return Backend.echo(new ServerSocket(port, 50, InetAddress.getByName(address)));
    }

    private static ServerSocket at(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByName(OTHER));
    }

    private static int connecting(TestGateway gateway) {
        return gateway.server.pools().get(0).connecting();
    }
}
