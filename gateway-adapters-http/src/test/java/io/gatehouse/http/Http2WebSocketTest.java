package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.Http2Client.Response;
import io.gatehouse.http.tls.ListenerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket connections on streams of HTTP/2 (RFC 8441), to upstreams that know those of HTTP/1.1. */
@SuppressWarnings("try") // Closing early, or only at the end, is what some of these tests are about.
class Http2WebSocketTest {

    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int CANCEL = 8;
    private static final int FIRST_WINDOW = 65_535;
    private static final int OUR_WINDOW = 256 * 1024;
    private static final int FRAME = 16 * 1024;

    static int open(Http2Client client, String path, String... more) throws IOException {
        String[] first = {
            ":method: CONNECT", ":protocol: websocket", ":scheme: http", ":path: " + path, ":authority: gw"
        };
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return client.request(false, all);
    }

    private static Response awaitHead(Http2Client client, int stream) throws IOException {
        while (client.soFar(stream).head.isEmpty()) {
            assertThat(client.next()).isNotNull();
        }
        return client.soFar(stream);
    }

    private static void awaitBody(Http2Client client, int stream, int bytes) throws IOException {
        while (client.soFar(stream).body.size() < bytes) {
            assertThat(client.next()).isNotNull();
        }
    }

    static String switched(Backend.Line line) {
        return switched(line, "Sec-WebSocket-Protocol: chat\r\n");
    }

    /** The response that switches, with more fields. */
    static String switched(Backend.Line line, String more) {
        try {
            String key = Wire.value(line.head, "Sec-WebSocket-Key");
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + more + "Sec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Backend echoing() throws IOException {
        return echoing("early");
    }

    /** One that says something of its own before it echoes. */
    private static Backend echoing(String first) throws IOException {
        return new Backend(line -> {
            line.readHead();
            line.write(switched(line) + first);
            byte[] buffer = new byte[8192];
            for (int read = line.in.read(buffer); read >= 0; read = line.in.read(buffer)) {
                line.out.write(buffer, 0, read);
            }
        });
    }

    @Test
    void passBesideOtherRequests() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Http2Client.Frame greeting = client.next();
            assertThat(greeting).isNotNull();
            assertThat(greeting.type()).isEqualTo(Http2Client.SETTINGS);
            assertThat(settings(greeting)).contains((ENABLE_CONNECT_PROTOCOL << 16) | 1);

            int tunnel = open(
                    client,
                    "/svc/ws?a=1",
                    "sec-websocket-version: 13",
                    "sec-websocket-protocol: chat",
                    "sec-websocket-key: mine");
            Response response = awaitHead(client, tunnel);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.value("sec-websocket-protocol")).isEqualTo("chat");
            assertThat(response.value("sec-websocket-accept")).isEmpty();
            assertThat(response.value("upgrade")).isEmpty();
            assertThat(backend.heads.get(0))
                    .startsWith("GET /ws?a=1 HTTP/1.1")
                    .contains("Connection: Upgrade", "Upgrade: websocket", "sec-websocket-version: 13")
                    .filteredOn(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key: ", 0, 19))
                    .singleElement()
                    .asString()
                    .hasSize(19 + 24);
            awaitBody(client, tunnel, 5);
            for (int i = 1; i <= 100; i++) {
                client.data(tunnel, false, "hello");
                awaitBody(client, tunnel, 5 + 5 * i);
            }
            assertThat(response.text()).startsWith("earlyhellohello");
            assertThat(client.answer(client.get("/no/such")).status()).isEqualTo(404);
            gateway.records.await(1);
            assertThat(gateway.server.inFlight()).isEqualTo(1);
            assertThat(gateway.permits()).isEqualTo(1);

            client.data(tunnel, true, "");
            assertThat(client.answer(tunnel).reset).isNegative();
            gateway.settled(2);
            ExchangeRecord record = gateway.records.get(1);
            assertThat(record.status()).isEqualTo(101);
            assertThat(record.request().method()).isEqualTo("GET");
            assertThat(record.request().protocol()).isEqualTo("HTTP/2.0");
            assertThat(record.bytesIn()).isEqualTo(500);
            assertThat(record.bytesOut()).isEqualTo(505);
            backend.awaitOpen(0);
            gateway.awaitNoUpstreamConnection();
        }
    }

    private static java.util.Set<Integer> settings(Http2Client.Frame frame) {
        var values = java.nio.ByteBuffer.wrap(frame.payload());
        var all = new java.util.HashSet<Integer>();
        while (values.hasRemaining()) {
            all.add((values.getShort() << 16) | values.getInt());
        }
        return all;
    }

    @Test
    void passOverTls(@TempDir Path folder) throws Exception {
        var authority = TestPki.authority("test authority");
        SSLContext trusting = TestPki.trusting(authority);
        ListenerTls tls = new TlsFiles(folder)
                .pair("own", authority.issue("EC", "localhost"))
                .http2()
                .tls();
        try (Backend backend = echoing();
                TestGateway gateway =
                        TestGateway.to(backend).tls(tls, trusting).http2().start();
                Http2Client client = Http2Client.secured(gateway.address, trusting)) {
            int tunnel = open(client, "/svc/ws");
            awaitBody(client, tunnel, 5);
            client.data(tunnel, true, "hello");
            assertThat(client.answer(tunnel).text()).isEqualTo("earlyhello");
            gateway.settled(1);
        }
    }

    /** Windows open as bytes are taken, both ways. */
    @Test
    void carryMuch() throws IOException {
        int frames = 200;
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int tunnel = open(client, "/svc/ws");
            awaitBody(client, tunnel, 5);
            for (int i = 1; i <= frames; i++) {
                client.data(tunnel, i == frames, new byte[FRAME]);
                if (i % 8 == 0) {
                    awaitBody(client, tunnel, 5 + i * FRAME);
                }
            }
            assertThat(client.answer(tunnel).body.size()).isEqualTo(5 + frames * FRAME);
            gateway.settled(1);
        }
    }

    @Test
    void waitForTheWindowOfTheClient() throws IOException {
        int much = 1 << 20;
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write(switched(line));
                    line.out.write(new byte[much]);
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = new Http2Client(gateway.address, false, INITIAL_WINDOW_SIZE, 1000)) {
            int tunnel = open(client, "/svc/ws");
            awaitBody(client, tunnel, 1000);
            client.roundTrip();
            assertThat(client.soFar(tunnel).body.size()).isEqualTo(1000);
            client.number(Http2Client.WINDOW_UPDATE, tunnel, much);
            awaitBody(client, tunnel, FIRST_WINDOW);
            client.roundTrip();
            assertThat(client.soFar(tunnel).body.size()).isEqualTo(FIRST_WINDOW);
            client.number(Http2Client.WINDOW_UPDATE, 0, much);
            assertThat(client.answer(tunnel).body.size()).isEqualTo(much);
            client.data(tunnel, true, "");
            gateway.settled(1);
        }
    }

    @Test
    void boundWhatComesBeforeTheUpstreamHasSwitched() throws IOException {
        var go = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    await(go);
                    line.write(switched(line));
                    line.write(Integer.toString(line.in.readNBytes(OUR_WINDOW).length));
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int eager = open(client, "/svc/eager");
            int tooEager = open(client, "/svc/more");
            for (int i = 0; i < OUR_WINDOW / FRAME; i++) {
                client.data(eager, false, new byte[FRAME]);
                client.data(tooEager, false, new byte[FRAME]);
            }
            client.data(tooEager, false, "x");
            assertThat(client.answer(tooEager).reset).isEqualTo(FLOW_CONTROL_ERROR);
            go.countDown();
            assertThat(client.answer(eager).text()).isEqualTo(Integer.toString(OUR_WINDOW));
            client.data(eager, true, "");
            gateway.settled(2);
        }
    }

    @Test
    void endWithTheClientsReset() throws IOException {
        try (Backend backend = echoing();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int tunnel = open(client, "/svc/ws");
            awaitBody(client, tunnel, 5);
            client.reset(tunnel, CANCEL);
            backend.awaitOpen(0);
            assertThat(gateway.record().status()).isEqualTo(101);
            client.roundTrip();
        }
    }

    @Test
    void endWithAResetWhereTheUpstreamIsCutOff() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write(switched(line));
                    line.in.read();
                    line.socket.setSoLinger(true, 0);
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int tunnel = open(client, "/svc/ws");
            awaitHead(client, tunnel);
            client.data(tunnel, false, "x");
            assertThat(client.answer(tunnel).reset).isEqualTo(CANCEL);
            gateway.settled(1);
            client.roundTrip();
        }
    }

    @Test
    void areLeftWithACloseFrame() throws IOException {
        String frame = "\u0081\5hello";
        try (Backend backend = echoing(frame);
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int tunnel = open(client, "/svc/ws");
            awaitBody(client, tunnel, frame.length());
            gateway.server.stopAccepting();
            while (client.goneAway < 0) {
                assertThat(client.next()).isNotNull();
            }
            client.data(tunnel, false, frame);
            awaitBody(client, tunnel, 2 * frame.length());
            gateway.server.leave();
            Response response = client.answer(tunnel);
            assertThat(response.body.toByteArray()).endsWith(0x88, 2, 1001 >> 8, 1001 & 0xff);
            client.data(tunnel, true, "");
            assertThat(client.awaitEnd()).isZero();
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    @Test
    void areRefusedLikeOtherRequests() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Response unknown = client.answer(open(client, "/nobody/ws"));
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text()).contains("service-unknown");
            Response by = client.answer(open(client, "/svc/ws"));
            assertThat(by.status()).isEqualTo(403);
            assertThat(by.text()).isEqualTo("no");
            gateway.settled(2);
            client.roundTrip();
        }
    }

    /** By HTTP/2 a tunnel begins with 200, so that no other success may stand for it, nor a 101 of somebody who has not understood. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 204 None\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
            })
    void needAnUpstreamThatSwitches(String answer) throws IOException {
        try (Backend backend = Backend.once(answer);
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            assertThat(client.answer(open(client, "/svc/ws")).status()).isEqualTo(502);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_BAD_ANSWER);
            client.roundTrip();
        }
    }

    /** What is kept of a page is no connection. */
    @Test
    void areNotAnsweredWithWhatIsKept() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        boolean asked = !line.header("Upgrade").isEmpty();
                        line.write(
                                asked
                                        ? switched(line) + "open"
                                        : "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\npage");
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .http2()
                        .responses(new ResponsePolicy(false, CacheTest.policy(1 << 20), null))
                        .start();
                Http2Client client = Http2Client.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.answer(client.get("/svc/x")).text()).isEqualTo("page");
            }
            assertThat(backend.heads).hasSize(1);
            int tunnel = open(client, "/svc/x");
            client.data(tunnel, true, "");
            assertThat(client.answer(tunnel).text()).isEqualTo("open");
            gateway.settled(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ":method: GET|:protocol: websocket|:scheme: http|:path: /svc/x|:authority: gw; 400",
                ":method: CONNECT|:protocol: websocket|:protocol: websocket|:scheme: http|:path: /svc/x|:authority: gw; 400",
                ":method: CONNECT|:protocol: websocket|:path: /svc/x|:authority: gw; 400",
                ":method: CONNECT|:protocol: websocket|:scheme: http|:authority: gw; 400",
                ":method: CONNECT|:protocol: websocket|:scheme: http|:path: /svc/x; 400",
                ":method: CONNECT|:protocol: websocket|:scheme: http|:path: /svc/x|:authority: gw|content-length: 0; 400",
                ":method: CONNECT|:protocol: websocket|:scheme: http|:path: /svc/x|:authority: gw|upgrade: websocket; 400",
                ":method: CONNECT|:protocol: connect-udp|:scheme: http|:path: /svc/x|:authority: gw; 405",
                ":method: CONNECT|:authority: gw:80; 405",
            })
    void haveToBeAskedForProperly(String fields, int status) throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.request(false, fields.split("\\|"));
            Response response = client.answer(stream);
            assertThat(response.status()).isEqualTo(status);
            if (status == 400) {
                while (response.reset < 0) {
                    assertThat(client.next()).isNotNull();
                }
                assertThat(response.reset).isEqualTo(PROTOCOL_ERROR);
            }
            gateway.settled(1);
            assertThat(backend.heads).isEmpty();
            client.roundTrip();
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
