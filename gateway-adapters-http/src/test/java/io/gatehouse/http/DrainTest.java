package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.http.ListenerSettings.SocketKind;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a server that ends does with connections that would last, and how another takes its place at the same port. */
@SuppressWarnings("try") // Closing early, or only at the end, is what some of these tests are about.
class DrainTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String UPGRADE = "GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "9\r\ndata: 1\n\n\r\n";

    @Test
    void tellsWebSocketsThatItGoesAway() throws Exception {
        try (Backend backend = lasting(SWITCHED);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.ask(UPGRADE);

            gateway.server.leave();

            assertThat(Wire.exactly(client.in, 4)).containsExactly(0x88, 2, 1001 >> 8, 1001 & 0xff);
            assertThat(client.isClosedByServer()).isTrue();
            client.close();
            assertThat(gateway.server.awaitIdle(Duration.ofSeconds(60))).isTrue();
            assertThat(gateway.record().status()).isEqualTo(101);
        }
    }

    @Test
    void endsStreamsOfEventsInOrder() throws Exception {
        try (Backend backend = lasting(EVENTS);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect().send(GET)) {
            awaitAnswer(client);

            gateway.server.leave();

            assertThat(client.answer().text()).isEqualTo("data: 1\n\n");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.server.awaitIdle(Duration.ofSeconds(60))).isTrue();
            backend.awaitOpen(0);
        }
    }

    @Test
    void cutsOffAllElse() throws Exception {
        try (Backend backend = lasting("");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect().send(GET)) {
            backend.heads.await(1);

            gateway.server.leave();

            assertThat(client.isClosedByServer()).isTrue();
            assertThat(gateway.server.awaitIdle(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void closesWhatIdlesAndNothingElse() throws Exception {
        try (Backend backend = lasting(EVENTS);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient idle = gateway.connect();
                RawClient begun = gateway.connect().send("GET /svc/x HTTP/1.1\r\n");
                RawClient busy = gateway.connect().send(GET)) {
            Await.until("all are there", () -> gateway.server.connections() == 3);
            awaitAnswer(busy);
            gateway.server.beginStop();

            gateway.server.closeIdle();

            assertThat(idle.isClosedByServer()).isTrue();
            begun.send("Host: gw\r\n\r\n");
            awaitAnswer(begun);
            gateway.server.leave();
            assertThat(begun.answer().closes()).isTrue();
            assertThat(busy.answer().text()).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void letsAnotherTakeConnectionsAtTheSamePort() throws Exception {
        try (Backend first = Backend.ok("old");
                Backend second = Backend.ok("new");
                TestGateway old =
                        TestGateway.to(first).socket(SocketKind.SHARED).start();
                TestGateway next = TestGateway.to(second)
                        .port(old.address.getPort())
                        .socket(SocketKind.SHARED)
                        .start()) {
            old.close();

            for (int n = 0; n < 20; n++) {
                try (RawClient client = next.connect()) {
                    assertThat(client.ask(GET).text()).isEqualTo("new");
                }
            }
        }
    }

    /** Waits until an answer has begun to come, and leaves it to be read. */
    private static void awaitAnswer(RawClient client) throws IOException {
        client.in.mark(1);
        assertThat(client.in.read()).isNotNegative();
        client.in.reset();
    }

    /** Sends this as its response, and then nothing until the other side ends it. */
    private static Backend lasting(String response) throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.write(response);
            line.awaitEnd();
        });
    }
}
