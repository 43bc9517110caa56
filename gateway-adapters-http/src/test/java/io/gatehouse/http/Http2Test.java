package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.Http2Client.Response;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/2 in clear text, beside those that speak HTTP/1.1. */
class Http2Test {

    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int NO_ERROR = 0;
    private static final int PROTOCOL_ERROR = 1;
    private static final int CANCEL = 8;

    @Test
    void isSpokenBesideHttp1() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Response response = client.answer(client.get("/svc/x?a=1", "x-it: yes", "cookie: a=1", "cookie: b=2"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text())
                    .startsWith("GET /x?a=1 HTTP/1.1")
                    .contains("x-it: yes", "Cookie: a=1; b=2", "X-Forwarded-Host: gw");
            assertThat(response.value("x-request-id")).isNotEmpty();
            assertThat(gateway.get("/svc/y").status()).isEqualTo(200);
            gateway.settled(2);
            assertThat(gateway.records)
                    .extracting(record -> record.request().protocol())
                    .containsExactly("HTTP/2.0", "HTTP/1.1");
        }
    }

    @Test
    void isNotSpokenWhereNobodyWantsIt() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            assertThat(gateway.ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status()).isEqualTo(505);
        }
    }

    @Test
    void carriesBodiesBothWays() throws IOException {
        byte[] large = new byte[700_000];
        java.util.Arrays.fill(large, (byte) 'x');
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int known = client.post("/svc/known", "content-length: 5");
            int unknown = client.post("/svc/unknown");
            client.data(unknown, false, "he");
            client.data(known, true, "hello");
            client.data(unknown, false, "");
            client.data(unknown, true, "llo");
            assertThat(client.answer(known).text())
                    .contains("Content-Length: 5")
                    .endsWith("\n\nhello");
            assertThat(client.answer(unknown).text())
                    .contains("Transfer-Encoding: chunked")
                    .endsWith("\n\nhello");

            int much = client.post("/svc/much");
            for (int at = 0; at < large.length; at += 10_000) {
                client.data(much, at + 10_000 == large.length, java.util.Arrays.copyOfRange(large, at, at + 10_000));
                client.roundTrip();
            }
            assertThat(client.answer(much).text())
                    .hasSizeGreaterThan(large.length)
                    .endsWith("xxxx");
            gateway.settled(3);
        }
    }

    /** A host of HTTP/1.1 gets no more for being called by gRPC. */
    @Test
    void boundsBodiesOfWhatCallsItselfGrpc() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway =
                        TestGateway.to(backend).http2().maxBody(10).start();
                Http2Client client = Http2Client.to(gateway)) {
            int call = client.post("/svc/x", "content-type: application/grpc");
            client.data(call, false, "1234567812345678");

            assertThat(client.answer(call).value("grpc-status")).isEqualTo("8");
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.BODY_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 0", "GET, 2"})
    void endsResponsesWhereTheyEnd(String method, int length) throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        boolean head = line.head.get(0).startsWith("HEAD");
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + (head ? "" : "ok"));
                    }
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Response response = client.answer(
                    client.request(true, ":method: " + method, ":scheme: http", ":path: /svc/x", ":authority: gw"));
            assertThat(response.value("content-length")).isEqualTo("2");
            assertThat(response.text()).hasSize(length);
        }
    }

    @Test
    void sendsEventsAsTheyCome() throws IOException {
        var seen = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "9\r\ndata: 1\n\n\r\n");
                    await(seen);
                    line.write("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.get("/svc/events");
            while (client.soFar(stream).body.size() < 9) {
                client.next();
            }
            seen.countDown();
            assertThat(client.answer(stream).text()).isEqualTo("data: 1\n\ndata: 2\n\n");
            assertThat(client.soFar(stream).value("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void waitsForTheWindowsOfTheClient() throws IOException {
        try (Backend backend = Backend.ok("0123456789");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = new Http2Client(gateway.address, false, INITIAL_WINDOW_SIZE, 3)) {
            int slow = client.get("/svc/slow");
            while (client.soFar(slow).body.size() < 3) {
                client.next();
            }
            client.roundTrip();
            assertThat(client.soFar(slow).text()).isEqualTo("012");
            client.number(Http2Client.WINDOW_UPDATE, slow, 2);
            while (client.soFar(slow).body.size() < 5) {
                client.next();
            }
            client.number(Http2Client.WINDOW_UPDATE, slow, 100);
            assertThat(client.answer(slow).text()).isEqualTo("0123456789");
            gateway.settled(1);
        }
    }

    @Test
    void tellsClientsThatAskToGoOn() throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/x", "expect: 100-continue", "content-length: 2");
            while (client.soFar(stream).interim == 0) {
                client.next();
            }
            client.data(stream, true, "ok");
            assertThat(client.answer(stream).status()).isEqualTo(200);
        }
    }

    @Test
    void endsWhatAClientResets() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int within = client.get("/svc/within");
            while (client.soFar(within).body.size() < 5) {
                client.next();
            }
            client.reset(within, CANCEL);
            backend.awaitOpen(0);
            gateway.settled(1);
            assertThat(gateway.records.get(0).status()).isEqualTo(200);
            client.roundTrip();
        }
    }

    @Test
    void endsWhatAClientResetsBeforeAResponse() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.get("/svc/x");
            backend.heads.await(1);
            client.reset(stream, CANCEL);
            backend.awaitOpen(0);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.CLIENT_GONE);
            assertThat(gateway.record().status()).isEqualTo(499);
            client.roundTrip();
        }
    }

    @Test
    void endsAllWhenTheClientGoes() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).http2().start()) {
            try (Http2Client client = Http2Client.to(gateway)) {
                for (int i = 0; i < 10; i++) {
                    client.get("/svc/" + i);
                }
                backend.heads.await(10);
            }
            backend.awaitOpen(0);
            gateway.settled(10);
        }
    }

    @Test
    void resetsAloneWhatAnUpstreamCutsOff() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin");
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Response response = client.answer(client.get("/svc/x"));
            assertThat(response.reset >= 0 || response.status() == 502).isTrue();
            gateway.settled(1);
            client.roundTrip();
        }
    }

    @Test
    void refusesWhatComesBehindTooManyStreams() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            for (int i = 0; i < 128; i++) {
                client.get("/svc/x");
            }
            assertThat(client.answer(client.get("/svc/x")).reset).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|host: other",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|X-Upper: x",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|connection: close",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|transfer-encoding: chunked",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|te: gzip",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|x: a\r\nb: c",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|x: a\0",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|x:  a",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|a b: c",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|x: y|:path: /svc/z",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|:status: 200",
                ":method: GET|:method: GET|:scheme: http|:path: /svc/x|:authority: gw",
                ":method: GET|:scheme: http|:authority: gw",
                ":method: GET|:scheme: ftp|:path: /svc/x|:authority: gw",
                ":method: GET|:scheme: http|:path: /svc/ x|:authority: gw",
                ":method: GET|:scheme: http|:path: |:authority: gw",
                ":method: GET|:scheme: http|:path: svc/x|:authority: gw",
                ":method: get|:scheme: http|:path: /svc/x|:authority: gw",
                ":method: GET|:scheme: http|:path: /svc/x",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: u@gw",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|content-length: 3",
                ":method: GET|:scheme: http|:path: /svc/x|:authority: gw|content-length: 0|content-length: 0",
                ":scheme: http|:path: /svc/x|:authority: gw",
            })
    void refusesMalformedRequests(String fields) throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.request(true, fields.split("\\|"));
            Response response = client.answer(stream);
            while (response.reset < 0) {
                client.next();
            }
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).contains("malformed-request");
            assertThat(response.reset).isEqualTo(PROTOCOL_ERROR);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.MALFORMED_REQUEST);
            assertThat(backend.heads).isEmpty();
            client.roundTrip();
        }
    }

    @ParameterizedTest
    @CsvSource({"12345, true", "123, true", "12345, false"})
    void resetsBodiesThatAreNotAsLongAsTheySay(String body, boolean end) throws IOException {
        try (Backend backend = new Backend(line -> line.readRequest());
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/x", "content-length: 4");
            client.data(stream, end, body);
            assertThat(client.answer(stream).reset).isEqualTo(PROTOCOL_ERROR);
            gateway.settled(1);
            client.roundTrip();
        }
    }

    @Test
    void refusesHeadsThatAreTooLong() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            String long10 = "x".repeat(10_000);
            byte[] block = Http2Client.block(
                    ":method: GET",
                    ":scheme: http",
                    ":path: /svc/x",
                    ":authority: gw",
                    "a: " + long10,
                    "b: " + long10,
                    "c: " + long10,
                    "d: " + long10);
            client.frame(Http2Client.HEADERS, 1, 1, java.util.Arrays.copyOf(block, 16_000));
            client.frame(Http2Client.CONTINUATION, 0, 1, java.util.Arrays.copyOfRange(block, 16_000, 32_000));
            client.frame(Http2Client.CONTINUATION, 4, 1, java.util.Arrays.copyOfRange(block, 32_000, block.length));
            assertThat(client.answer(1).status()).isEqualTo(431);
            client.roundTrip();
        }
    }

    @Test
    void saysTwiceThatItStops() throws Exception {
        var go = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        await(go);
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int first = client.get("/svc/first");
            backend.heads.await(1);
            gateway.server.stopAccepting();
            while (client.goneAway < 0) {
                Http2Client.Frame frame = client.next();
                assertThat(frame).isNotNull();
            }
            assertThat(client.lastStream).isEqualTo(Integer.MAX_VALUE);
            while (client.lastStream == Integer.MAX_VALUE) {
                client.next();
            }
            assertThat(client.lastStream).isEqualTo(first);
            int late = client.get("/svc/late");
            assertThat(client.answer(late).reset).isEqualTo(7);
            go.countDown();
            assertThat(client.answer(first).status()).isEqualTo(200);
            assertThat(client.awaitEnd()).isEqualTo(NO_ERROR);
            gateway.settled(1);
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
