package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket connections pass; nothing else becomes a tunnel. */
@SuppressWarnings("try") // Closing early, or only at the end, is what some of these tests are about.
class WebSocketTest {

    private static final String UPGRADE = "GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: WebSocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: y\r\n\r\n";

    @Test
    void passesBytesBothWaysUntilOneSideEnds() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask(UPGRADE);
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("upgrade");
            assertThat(answer.header("Upgrade")).isEqualTo("websocket");
            assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("y");
            assertThat(new String(Wire.exactly(client.in, 5), StandardCharsets.ISO_8859_1))
                    .isEqualTo("early");

            for (int i = 0; i < 100; i++) {
                client.send("hello");
                assertThat(new String(Wire.exactly(client.in, 5), StandardCharsets.ISO_8859_1))
                        .isEqualTo("hello");
            }
            assertThat(gateway.server.inFlight()).isEqualTo(1);
            assertThat(gateway.permits()).isEqualTo(1);
            assertThat(gateway.records).isEmpty();
            client.close();

            ExchangeRecord record = gateway.record();
            assertThat(record.status()).isEqualTo(101);
            assertThat(record.bytesIn()).isEqualTo(500);
            assertThat(record.bytesOut()).isEqualTo(505);
            backend.awaitOpen(0);
            gateway.awaitNoUpstreamConnection();
        }
    }

    @Test
    void sendsTheUpstreamAWellFormedWish() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.ask(UPGRADE);

            assertThat(backend.heads.get(0))
                    .contains("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x")
                    .noneMatch(line -> line.contains("keep-alive"));
        }
    }

    @Test
    void carriesMuchInBothDirections() throws Exception {
        int size = 20 << 20;
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.ask(UPGRADE);
            Wire.exactly(client.in, 5);
            var sender = new Thread(() -> {
                try {
                    client.socket.getOutputStream().write(new byte[size]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            assertThat(Wire.exactly(client.in, size)).hasSize(size);
            sender.join();
        }
    }

    @Test
    void endsWhenTheUpstreamEnds() throws IOException {
        try (Backend backend = Backend.once(SWITCHED + "bye");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.ask(UPGRADE);
            assertThat(new String(Wire.exactly(client.in, 3), StandardCharsets.ISO_8859_1))
                    .isEqualTo("bye");
            assertThat(client.isClosedByServer()).isTrue();
            client.close();
            gateway.settled(1);
        }
    }

    @Test
    void endsWhenNeitherSideSaysAnything() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), shortly, shortly)
                        .start();
                RawClient client = gateway.connect()) {
            client.ask(UPGRADE);
            Wire.exactly(client.in, 5);

            assertThat(client.isClosedByServer()).isTrue();
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    @Test
    void outlivesTheTimeoutForTheWholeExchange() throws IOException {
        var shortly = Duration.ofMillis(200);
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend)
                        .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), shortly)
                        .start();
                RawClient client = gateway.connect()) {
            client.ask(UPGRADE);
            Wire.exactly(client.in, 5);
            for (int i = 0; i < 25; i++) {
                Await.pause();
            }
            client.send("still");
            assertThat(new String(Wire.exactly(client.in, 5), StandardCharsets.ISO_8859_1))
                    .isEqualTo("still");
        }
    }

    @Test
    void handsOnARefusalAndKeepsTheConnection() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask(UPGRADE);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).isEqualTo("no");
            }
            gateway.settled(2);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nUpgrade: websocket\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket, h2c\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Content-Length: 0\r\n\r\n",
                "GET /svc/x HTTP/1.0\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
            })
    void ignoresOtherWishes(String request) throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.ask(request);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("Upgrade");
        }
    }

    @Test
    void refusesToSwitchWhenNobodyAsked() throws IOException {
        try (Backend backend = Backend.once(SWITCHED);
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
        }
    }

    private static Backend echoing() throws IOException {
        return new Backend(line -> {
            line.readHead();
            line.write(SWITCHED + "early");
            byte[] buffer = new byte[8192];
            for (int read = line.in.read(buffer); read >= 0; read = line.in.read(buffer)) {
                line.out.write(buffer, 0, read);
            }
        });
    }
}
