package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.caller.FindKey;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.http.timer.Await;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is under way ends when the registry of now does not grant it any more, and nothing else does. */
@SuppressWarnings("try") // Closing early is what some of these tests are about.
@Execution(ExecutionMode.CONCURRENT)
class RevocationTest {

    private static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: y\r\n\r\n";
    private static final ApiKey KEY = TestKeys.key("web", TestKeys.open("svc", "1"));
    private static final ApiKey OTHER = TestKeys.key("other", TestKeys.open("svc", "1"));
    private static final ApiKey REVOKED = TestKeys.limited(KEY, null, null, true);

    /** The payloads of the close frames that backends have got. */
    private final Arrivals<String> heard = new Arrivals<>();

    @Test
    void closesTheWebSocketOfARevokedKeyAndNoOther() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web");
                RawClient other = upgraded(gateway, "other")) {
            assertThat(echoed(client, "before")).isEqualTo("before");

            gateway.reload(gateway.services, REVOKED, OTHER);

            Frame close = Frame.read(client.in);
            assertThat(close.opcode).isEqualTo(8);
            assertThat(close.status()).isEqualTo(1008);
            assertThat(close.text(2)).isEqualTo(Rejection.KEY_REVOKED.safeMessage());
            assertThat(client.in.read()).isEqualTo(-1);
            client.close();
            heard.await(1);
            assertThat(heard).containsExactly("1001");
            gateway.records.await(1);
            assertThat(gateway.records.get(0).rejection()).isEqualTo(Rejection.ACCESS_REVOKED);
            assertThat(gateway.records.get(0).status()).isEqualTo(101);
            backend.awaitOpen(1);

            assertThat(echoed(other, "still here")).isEqualTo("still here");
            assertThat(gateway.server.inFlight()).isEqualTo(1);
        }
    }

    @Test
    void closesAWebSocketBetweenTwoFrames() throws Exception {
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        String large = "x".repeat(100_000);
        byte[] frame = Frame.of(1, large);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(SWITCHED);
                    line.out.write(frame, 0, 50_000);
                    begun.countDown();
                    heard.add(String.valueOf(Frame.read(line.in).status()));
                    await(goOn);
                    line.out.write(frame, 50_000, frame.length - 50_000);
                    line.out.write(Frame.of(1, "too late"));
                    line.awaitEnd();
                });
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web")) {
            begun.await();
            gateway.reload(gateway.services, REVOKED);
            heard.await(1);
            goOn.countDown();

            assertThat(Frame.read(client.in).text(0)).isEqualTo(large);
            assertThat(Frame.read(client.in).status()).isEqualTo(1008);
            assertThat(client.in.read()).isEqualTo(-1);
        }
    }

    @Test
    void cutsAWebSocketOffWhoseFrameDoesNotEnd() throws Exception {
        byte[] frame = Frame.of(1, "x".repeat(1000));
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(SWITCHED);
                    line.out.write(frame, 0, 500);
                    line.awaitEnd();
                });
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web")) {
            Wire.exactly(client.in, 500);

            gateway.reload(gateway.services, REVOKED);

            assertThat(client.isClosedByServer()).isTrue();
            gateway.settled(1);
        }
    }

    @Test
    void addsNoCloseFrameToOneThatHasPassed() throws Exception {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(SWITCHED);
                    line.out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
                    line.awaitEnd();
                });
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web")) {
            assertThat(Frame.read(client.in).status()).isEqualTo(1000);

            gateway.reload(gateway.services, REVOKED);

            assertThat(client.in.read()).isEqualTo(-1);
            client.close();
            gateway.settled(1);
        }
    }

    @Test
    void closesAClientThatDoesNotLeave() throws Exception {
        try (Backend backend = echoing();
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web")) {
            gateway.reload(gateway.services, REVOKED);

            assertThat(Frame.read(client.in).status()).isEqualTo(1008);
            gateway.settled(1);
            Await.until("the connection is closed", () -> gateway.server.connections() == 0);
        }
    }

    @Test
    void cutsTheStreamOfARevokedKeyOffAndNoOther() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        line.write("9\r\ndata: 1\n\n\r\n");
                        Await.pause();
                    }
                });
                TestGateway gateway = gateway(backend);
                RawClient client = gateway.connect().send(get("web"));
                RawClient other = gateway.connect().send(get("other"))) {
            assertThat(client.head().get(0)).contains("200");
            assertThat(other.head().get(0)).contains("200");

            gateway.reload(gateway.services, REVOKED, OTHER);

            Assertions.assertThatThrownBy(() -> Wire.chunks(client.in)).isInstanceOf(IOException.class);
            gateway.records.await(1);
            assertThat(gateway.records.get(0).rejection()).isEqualTo(Rejection.ACCESS_REVOKED);
            assertThat(gateway.records.get(0).status()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                assertThat(Wire.chunk(other.in)).isEqualTo("data: 1\n\n");
            }
        }
    }

    @Test
    void resetsAStreamWhoseEndIsTheEndOfItsConnection() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\n\r\nbegun");
                    line.awaitEnd();
                });
                TestGateway gateway = gateway(backend);
                RawClient client = gateway.connect().send(get("web").replace("HTTP/1.1", "HTTP/1.0"))) {
            client.head();
            Wire.exactly(client.in, 5);

            gateway.reload(gateway.services, REVOKED);

            Assertions.assertThatThrownBy(() -> client.in.read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answersAnUploadThatIsUnderWay() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.awaitEnd();
                });
                TestGateway gateway = gateway(backend);
                RawClient client = gateway.connect()
                        .send(
                                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nX-Api-Key: web\r\nContent-Length: 100\r\n\r\nhalf")) {
            backend.heads.await(1);

            gateway.reload(gateway.services, REVOKED);

            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("\"code\":\"access-revoked\"", Rejection.KEY_REVOKED.safeMessage());
            backend.awaitOpen(0);
        }
    }

    @Test
    void letsARequestHaveItsAnswerThatHasBeenSent() throws Exception {
        var goOn = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    await(goOn);
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                TestGateway gateway = gateway(backend);
                RawClient client = gateway.connect().send(get("web"))) {
            backend.heads.await(1);
            gateway.reload(gateway.services, REVOKED);
            for (int i = 0; i < 20; i++) {
                Await.pause();
            }
            goOn.countDown();

            assertThat(client.answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void closesAWebSocketWhenItsKeyExpiresWithoutAReload() throws IOException {
        ApiKey ending = TestKeys.limited(KEY, null, System.currentTimeMillis() + 3000, false);
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend)
                        .keys(ending)
                        .stages(new FindKey(TestGateway.ENVIRONMENT, new SystemClock()))
                        .start();
                RawClient client = upgraded(gateway, "web")) {
            assertThat(echoed(client, "before")).isEqualTo("before");

            Frame close = Frame.read(client.in);
            assertThat(close.status()).isEqualTo(1008);
            assertThat(close.text(2)).isEqualTo(Rejection.KEY_EXPIRED.safeMessage());
        }
    }

    @Test
    void keepsOpenWhatTheServiceSaysIsKeptOpen() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = gateway(backend);
                RawClient kept = upgraded(gateway, "web")) {
            gateway.reload(keptOpen(gateway.services));
            for (int i = 0; i < 20; i++) {
                Await.pause();
                assertThat(echoed(kept, "still " + i)).isEqualTo("still " + i);
            }

            gateway.reload(new Services(List.of(), List.of()));
            assertThat(Frame.read(kept.in).text(2)).isEqualTo(Rejection.SERVICE_UNKNOWN.safeMessage());
        }
    }

    @Test
    void leavesAnExchangeAloneWhenSomethingElseChanges() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = gateway(backend);
                RawClient client = upgraded(gateway, "web")) {
            for (int i = 0; i < 10; i++) {
                Service more = TestServices.service("more-" + i, "1");
                gateway.reload(
                        new Services(List.of(gateway.services.all().iterator().next(), more), List.of()), KEY);
                Await.pause();
                assertThat(echoed(client, "still " + i)).isEqualTo("still " + i);
            }
            assertThat(gateway.records).isEmpty();
        }
    }

    private static TestGateway gateway(Backend backend) throws IOException {
        return TestGateway.to(backend)
                .keys(KEY, OTHER)
                .stages(new FindKey(TestGateway.ENVIRONMENT, new SystemClock()))
                .start();
    }

    private static Services keptOpen(Services services) {
        Service one = services.all().iterator().next();
        return new Services(
                List.of(new Service(
                        one.name(),
                        one.versions(),
                        List.of(),
                        Set.of(),
                        one.loadBalancing(),
                        null,
                        one.resilience(),
                        one.forwarding(),
                        null,
                        true,
                        null,
                        one.origin())),
                List.of());
    }

    private static String get(String key) {
        return "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Api-Key: " + key + "\r\n\r\n";
    }

    private static RawClient upgraded(TestGateway gateway, String key) throws IOException {
        RawClient client = gateway.connect();
        Answer answer = client.ask("GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\nX-Api-Key: " + key + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(101);
        return client;
    }

    private static String echoed(RawClient client, String text) throws IOException {
        client.socket.getOutputStream().write(Frame.masked(1, text));
        return Frame.read(client.in).text(0);
    }

    /** Sends text back in frames of its own, and keeps what a close frame says. */
    private Backend echoing() throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.write(SWITCHED);
            while (true) {
                Frame frame = Frame.read(line.in);
                if (frame.opcode == 8) {
                    heard.add(String.valueOf(frame.status()));
                    line.awaitEnd();
                    return;
                }
                line.out.write(Frame.of(1, frame.text(0)));
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One frame of a WebSocket connection. */
    private static final class Frame {
        final int opcode;
        final byte[] payload;

        private Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        static Frame read(InputStream in) throws IOException {
            int first = in.read();
            int second = in.read();
            if (second < 0) {
                throw new EOFException("no frame");
            }
            int length = second & 0x7f;
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            for (int i = 0; i < more; i++) {
                length = (i == 0 ? 0 : length << 8) | in.read();
            }
            byte[] mask = (second & 0x80) == 0 ? new byte[4] : Wire.exactly(in, 4);
            byte[] payload = Wire.exactly(in, length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new Frame(first & 0xf, payload);
        }

        static byte[] of(int opcode, String text) {
            return bytes(opcode, text, 0, new byte[0]);
        }

        static byte[] masked(int opcode, String text) {
            return bytes(opcode, text, 0x80, new byte[] {1, 2, 3, 4});
        }

        private static byte[] bytes(int opcode, String text, int masked, byte[] mask) {
            byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
            var out = new ByteArrayOutputStream();
            out.write(0x80 | opcode);
            if (payload.length < 126) {
                out.write(masked | payload.length);
            } else {
                out.write(masked | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) payload.length >> shift));
                }
            }
            out.writeBytes(mask);
            for (int i = 0; i < payload.length && mask.length > 0; i++) {
                payload[i] ^= mask[i % 4];
            }
            out.writeBytes(payload);
            return out.toByteArray();
        }

        int status() {
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }

        String text(int from) {
            return new String(Arrays.copyOfRange(payload, from, payload.length), StandardCharsets.UTF_8);
        }
    }
}
