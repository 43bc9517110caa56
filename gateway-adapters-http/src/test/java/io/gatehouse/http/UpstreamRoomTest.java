package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.pool.PoolState;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** There are no more sockets to upstreams than there may be, and each is given back as soon as nobody needs it. */
class UpstreamRoomTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String POST = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc";

    @Test
    void openingAConnectionEndsWithTheClientThatWantedIt() throws IOException {
        try (var silent = new SilentListener();
                TestGateway gateway = TestGateway.to(silent.address())
                        .timeouts(LONG, LONG, LONG, null)
                        .start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect().send(GET));
            }
            Await.until("all are being connected", () -> connecting(gateway) == 20);
            for (RawClient client : clients) {
                client.close();
            }
            Await.until("nothing is being connected", () -> connecting(gateway) == 0);
            gateway.settled(20);
        }
    }

    @Test
    void lookingUpANameEndsWithTheClientThatWantedIt() throws IOException {
        var looking = new Semaphore(0);
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(new HostAddress(
                                false, "slow.example", backend.address().port()))
                        .timeouts(LONG, LONG, LONG, null)
                        .lookup(name -> {
                            looking.acquireUninterruptibly();
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        })
                        .start()) {
            RawClient client = gateway.connect().send(GET);
            Await.until("it is being connected", () -> connecting(gateway) == 1);
            client.close();
            Await.until("nothing is being connected", () -> connecting(gateway) == 0);
            looking.release();
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void thePlaceOfAnOpeningThatWasGivenUpGoesToAnotherHost() throws IOException {
        try (var silent = new SilentListener();
                Backend alive = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(silent.address(), alive.address())
                        .maxUpstreamConnections(1)
                        .timeouts(LONG, LONG, LONG, null)
                        .start();
                RawClient second = gateway.connect()) {
            RawClient first = gateway.connect().send(GET);
            Await.until("the first is being connected", () -> connecting(gateway) == 1);
            second.send(GET);
            Await.until("the second waits for room", () -> waiting(gateway) == 1);
            assertThat(alive.connections).hasValue(0);
            first.close();

            assertThat(second.answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void theRoomOfAConnectionGoesToTheHostThatWaitsForIt() throws IOException {
        var going = new Semaphore(0);
        try (Backend one = held(going);
                Backend other = held(going);
                TestGateway gateway = TestGateway.to(one, other)
                        .maxUpstreamConnections(1)
                        .timeouts(LONG, LONG, LONG, null)
                        .ioThreads(3)
                        .start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clients.add(gateway.connect().send(GET));
            }
            Await.until("all but one wait", () -> waiting(gateway) == 11 && connecting(gateway) == 0);
            assertThat(gateway.open()).isEqualTo(1);
            going.release(12);

            for (RawClient client : clients) {
                assertThat(client.answer().text()).isEqualTo("ok");
                client.close();
            }
            gateway.settled(12);
        }
    }

    @Test
    void onlyOneIdleConnectionIsClosedForANewOneOnAnotherThread() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .maxUpstreamConnections(3)
                        .timeouts(LONG, LONG, LONG, null)
                        .ioThreads(4)
                        .start()) {
            List<RawClient> clients = new ArrayList<>();
            while (backend.connections.get() < 4) {
                RawClient client = gateway.connect();
                clients.add(client);
                // Each thread opens a connection for the first request it gets.
                assertThat(client.ask(GET).text()).isEqualTo("ok");
            }
            Await.until("one has been closed", () -> gateway.open() <= 3);
            // What the other threads may have been asked to do, they have done when they have answered these.
            for (RawClient client : clients) {
                client.ask("GET /none HTTP/1.1\r\nHost: gw\r\n\r\n");
                client.ask("GET /none HTTP/1.1\r\nHost: gw\r\n\r\n");
            }
            assertThat(gateway.idle()).isEqualTo(3);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void closingAnIdleConnectionSaysNothingOfItsHost() throws IOException {
        var going = new Semaphore(0);
        try (Backend one = new Backend(line -> {
                    while (line.readRequest()) {
                        if (line.head.get(0).contains("/held")) {
                            going.acquireUninterruptibly();
                        }
                        line.write(OK);
                    }
                });
                Backend other = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(one, other)
                        .maxUpstreamConnections(2)
                        .timeouts(LONG, LONG, LONG, null)
                        .start();
                RawClient client = gateway.connect();
                RawClient holding = gateway.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.ask(GET).text()).isEqualTo("ok");
            }
            holding.send(GET.replace("/x", "/held"));
            one.heads.await(3);
            assertThat(client.ask(GET).text()).isEqualTo("ok");
            assertThat(client.ask(GET).text()).isEqualTo("ok");
            assertThat(one.connections).hasValue(2);
            going.release();
            assertThat(holding.answer().text()).isEqualTo("ok");
            assertThat(client.ask(GET).text()).isEqualTo("ok");

            // One of the two idle connections of the first host was closed for that; the other is still as good.
            assertThat(client.ask(POST).text()).isEqualTo("ok");
            assertThat(one.connections).hasValue(2);
        }
    }

    private static Backend held(Semaphore going) throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                going.acquireUninterruptibly();
                line.write(OK);
            }
        });
    }

    private static int connecting(TestGateway gateway) {
        return gateway.server.pools().stream().mapToInt(PoolState::connecting).sum();
    }

    private static int waiting(TestGateway gateway) {
        return gateway.server.pools().stream().mapToInt(PoolState::waiting).sum();
    }
}
