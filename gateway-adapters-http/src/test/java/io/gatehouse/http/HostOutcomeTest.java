package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever way the use of a host ends, whoever listens hears of it once, with what really happened. */
@SuppressWarnings("try") // Closing early, or only at the end, is what some of these tests are about.
class HostOutcomeTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String POST = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: ";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String UPGRADE = "GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    /** One permit that was ended. */
    private record Ended(HostAddress host, HostOutcome outcome) {}

    private final BlockingQueue<Ended> heard = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500, 503})
    void aResponseIsWhateverItsStatus(int status) throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 " + status + " x\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = listening(TestGateway.to(backend))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(status);
            var responded = (HostOutcome.Responded) onlyOutcome(gateway);
            assertThat(responded.status()).isEqualTo(status);
            assertThat(responded.headNanos()).isPositive().isLessThanOrEqualTo(responded.durationNanos());
        }
    }

    @Test
    void everyRequestOfAKeptConnectionHasItsOwn() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = listening(TestGateway.to(backend));
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 5; i++) {
                client.ask(GET);
                assertThat(next().outcome()).isInstanceOf(HostOutcome.Responded.class);
            }
            gateway.settled(5);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aRefusedConnectionFailsBeforeAnythingIsSentAndTheNextHostResponds() throws Exception {
        try (HeldPort nobody = HeldPort.any();
                Backend alive = Backend.ok("ok");
                TestGateway gateway = listening(TestGateway.to(nobody.host(), alive.address()))) {
            assertThat(gateway.ask(POST + "2\r\n\r\nab").status()).isEqualTo(200);
            Ended first = next();
            assertThat(first.host()).isEqualTo(nobody.host());
            failed(first.outcome(), HostFailure.CONNECT, false, Fault.UPSTREAM);
            Ended second = next();
            assertThat(second.host()).isEqualTo(alive.address());
            assertThat(second.outcome()).isInstanceOf(HostOutcome.Responded.class);
            gateway.settled(1);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void theLastHostThatRefusesIsHeardOfOnce() throws Exception {
        try (HeldPort nobody = HeldPort.any();
                TestGateway gateway = listening(TestGateway.to(nobody.host()))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            failed(onlyOutcome(gateway), HostFailure.CONNECT, false, Fault.UPSTREAM);
        }
    }

    @Test
    void aNameThatIsNotLookedUpInTimeIsALateConnection() throws Exception {
        var end = new CountDownLatch(1);
        try (TestGateway gateway = listening(TestGateway.to(new HostAddress(false, "slow.test", 80))
                .timeouts(SHORT, LONG, LONG, null)
                .lookup(name -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new InetAddress[0];
                }))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            failed(onlyOutcome(gateway), HostFailure.CONNECT_TIMEOUT, false, Fault.UPSTREAM);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aHostThatSpeaksNoTlsFailsItsHandshake() throws Exception {
        try (Backend plain = new Backend(line -> line.write("this is no handshake"));
                TestGateway gateway = listening(TestGateway.to(
                        new HostAddress(true, "127.0.0.1", plain.address().port())))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            failed(onlyOutcome(gateway), HostFailure.TLS, false, Fault.UPSTREAM);
        }
    }

    @Test
    void aHostThatThinksForTooLongTimesOut() throws Exception {
        try (Backend backend = silentAfter("");
                TestGateway gateway = listening(TestGateway.to(backend).timeouts(LONG, SHORT, LONG, null))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(504);
            failed(onlyOutcome(gateway), HostFailure.TIMEOUT, true, Fault.UPSTREAM);
        }
    }

    @Test
    void aResponseThatStopsTimesOut() throws Exception {
        try (Backend backend = silentAfter(OK + "Content-Length: 9\r\n\r\nhalf");
                TestGateway gateway = listening(TestGateway.to(backend).timeouts(LONG, LONG, SHORT, null));
                RawClient client = gateway.connect().send(GET)) {
            failed(onlyOutcome(gateway), HostFailure.TIMEOUT, true, Fault.UPSTREAM);
        }
    }

    @Test
    void anExchangeThatTakesTooLongInAllTimesOut() throws Exception {
        try (Backend backend = silentAfter("");
                TestGateway gateway = listening(TestGateway.to(backend).timeouts(LONG, LONG, LONG, SHORT))) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(504);
            failed(onlyOutcome(gateway), HostFailure.TIMEOUT, true, Fault.UPSTREAM);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 O",
                OK + "Content-Length: 9\r\n\r\nhalf",
                OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
            })
    void aConnectionThatEndsBeforeTheResponseIsAReset(String begun) throws Exception {
        try (Backend backend = Backend.once(begun);
                TestGateway gateway = listening(TestGateway.to(backend));
                RawClient client = gateway.connect().send(GET)) {
            failed(onlyOutcome(gateway), HostFailure.RESET, true, Fault.UPSTREAM);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-nonsense\r\n\r\n",
                OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                OK + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
                SWITCHED
            })
    void whatIsNoResponseIsABadOne(String nonsense) throws Exception {
        try (Backend backend = silentAfter(nonsense);
                TestGateway gateway = listening(TestGateway.to(backend));
                RawClient client = gateway.connect().send(GET)) {
            failed(onlyOutcome(gateway), HostFailure.BAD_RESPONSE, true, Fault.UPSTREAM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", OK + "Content-Length: 9\r\n\r\nhalf"})
    void aClientThatLeavesAbandonsTheHost(String begun) throws Exception {
        var asked = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(begun);
                    asked.countDown();
                    line.awaitEnd();
                });
                TestGateway gateway = listening(TestGateway.to(backend))) {
            RawClient client = gateway.connect().send(GET);
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            client.close();
            var abandoned = (HostOutcome.Abandoned) onlyOutcome(gateway);
            assertThat(abandoned.by()).isEqualTo(Fault.CLIENT);
            assertThat(abandoned.sent()).isTrue();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsTheClientsFault() throws Exception {
        try (Backend backend = silentAfter("");
                TestGateway gateway = listening(TestGateway.to(backend).maxBody(10));
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n" + "x".repeat(20)
                    + "\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            failed(onlyOutcome(gateway), HostFailure.CLIENT, true, Fault.CLIENT);
        }
    }

    @Test
    void aTunnelHasRespondedOnceItEnds() throws Exception {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write(SWITCHED);
                    line.awaitEnd();
                });
                TestGateway gateway = listening(TestGateway.to(backend));
                RawClient client = gateway.connect()) {
            assertThat(client.ask(UPGRADE).status()).isEqualTo(101);
            assertThat(heard).isEmpty();
            client.close();
            assertThat(((HostOutcome.Responded) onlyOutcome(gateway)).status()).isEqualTo(101);
        }
    }

    @Test
    void aDeadConnectionThatIsReplacedIsNoOutcome() throws Exception {
        try (Backend backend = Backend.once(OK + "Content-Length: 2\r\n\r\nok");
                TestGateway gateway = listening(TestGateway.to(backend))) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
                assertThat(next().outcome()).isInstanceOf(HostOutcome.Responded.class);
            }
            gateway.settled(3);
            assertThat(heard).isEmpty();
        }
    }

    private static Backend silentAfter(String begun) throws IOException {
        return new Backend(line -> {
            line.readHead();
            line.write(begun);
            line.awaitEnd();
        });
    }

    private TestGateway listening(TestGateway.Setup setup) throws IOException {
        TestGateway gateway = setup.start();
        gateway.upstreams.listen(new UpstreamListener() {
            @Override
            public void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
                heard.add(new Ended(host.address(), outcome));
            }
        });
        return gateway;
    }

    private Ended next() throws InterruptedException {
        Ended ended = heard.poll(60, TimeUnit.SECONDS);
        assertThat(ended).as("an outcome within 20 seconds").isNotNull();
        return ended;
    }

    private HostOutcome onlyOutcome(TestGateway gateway) throws InterruptedException {
        HostOutcome outcome = next().outcome();
        gateway.settled(1);
        assertThat(heard).as("a second outcome of the same permit").isEmpty();
        assertThat(outcome.durationNanos()).isPositive();
        return outcome;
    }

    private static void failed(HostOutcome outcome, HostFailure failure, boolean sent, Fault fault) {
        assertThat(outcome).isInstanceOfSatisfying(HostOutcome.Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.sent()).isEqualTo(sent);
            assertThat(failed.fault()).isEqualTo(fault);
        });
    }
}
