package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.http.Http2Client.Frame;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Hosts that are spoken to by HTTP/2, and what they may do. */
class Http2UpstreamTest {

    private static final int REFUSED_STREAM = 7;
    private static final int MAX_CONCURRENT_STREAMS = 3;

    /** A host that does with frames what a test wants. */
    private static final class Host implements AutoCloseable {
        final ServerSocket listener;
        final List<Socket> sockets = new CopyOnWriteArrayList<>();
        final AtomicInteger connections = new AtomicInteger();
        final Arrivals<Integer> streams = new Arrivals<>();

        interface Manners {
            void frame(Http2Client line, Frame frame, int connection) throws IOException;
        }

        Host(Manners manners, int... settings) throws IOException {
            listener = new ServerSocket(0, 100, java.net.InetAddress.getLoopbackAddress());
            var accepting = new Thread(
                    () -> {
                        try {
                            while (true) {
                                Socket socket = listener.accept();
                                sockets.add(socket);
                                int number = connections.incrementAndGet();
                                var thread = new Thread(() -> serve(socket, manners, number, settings), "h2-host");
                                thread.setDaemon(true);
                                thread.start();
                            }
                        } catch (IOException closed) {
                            // The test has ended.
                        }
                    },
                    "h2-host-accept");
            accepting.setDaemon(true);
            accepting.start();
        }

        private void serve(Socket socket, Manners manners, int number, int... settings) {
            try (Http2Client line = Http2Client.serving(socket, settings)) {
                Frame frame = line.next();
                while (frame != null) {
                    if (frame.type() == Http2Client.HEADERS) {
                        streams.add(frame.stream());
                    }
                    manners.frame(line, frame, number);
                    frame = line.next();
                }
            } catch (IOException gone) {
                // The gateway has closed the connection.
            }
        }

        HostAddress address() {
            return new HostAddress(false, true, "127.0.0.1", listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean endsRequest(Frame frame) {
        return (frame.type() == Http2Client.HEADERS || frame.type() == Http2Client.DATA)
                && (frame.flags() & Http2Client.END_STREAM) != 0;
    }

    private static void answer(Http2Client line, int stream, String body) throws IOException {
        line.headers(stream, false, ":status: 200", "x-it: yes");
        line.data(stream, true, body);
    }

    private static Host answering(String body) throws IOException {
        return new Host((line, frame, connection) -> {
            if (endsRequest(frame)) {
                answer(line, frame.stream(), body);
            }
        });
    }

    @Test
    void isSpokenForClientsOfEitherVersion() throws IOException {
        try (Host host = answering("hello");
                TestGateway gateway = TestGateway.to(host.address()).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            Answer one = gateway.get("/svc/x");
            assertThat(one.status()).isEqualTo(200);
            assertThat(one.text()).isEqualTo("hello");
            assertThat(one.header("x-it")).isEqualTo("yes");
            assertThat(client.answer(client.get("/svc/x")).text()).isEqualTo("hello");
            assertThat(gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 2\r\n\r\nok")
                            .text())
                    .isEqualTo("hello");
            assertThat(host.connections).hasValue(1);
            gateway.settled(3);
        }
    }

    @Test
    void handsTrailersOnBothWays() throws IOException {
        var trailers = new CopyOnWriteArrayList<String>();
        try (Host host = new Host((line, frame, connection) -> {
                    if (endsRequest(frame)) {
                        trailers.addAll(line.soFar(frame.stream()).trailers);
                        line.headers(frame.stream(), false, ":status: 200");
                        line.data(frame.stream(), false, "body");
                        line.headers(frame.stream(), true, "x-after: it");
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).http2().start();
                Http2Client client = Http2Client.to(gateway)) {
            int stream = client.post("/svc/x");
            client.data(stream, false, "sent");
            client.headers(stream, true, "x-behind: that");
            Http2Client.Response response = client.answer(stream);
            assertThat(response.text()).isEqualTo("body");
            assertThat(response.trailers).containsExactly("x-after: it");
            assertThat(trailers).containsExactly("x-behind: that");
            assertThat(gateway.get("/svc/x").text()).isEqualTo("body");
        }
    }

    @Test
    void asksAgainWhereTheHostHasNotBegun() throws IOException {
        try (Host host = new Host((line, frame, connection) -> {
                    if (endsRequest(frame) && connection == 1 && frame.stream() == 1) {
                        line.reset(frame.stream(), REFUSED_STREAM);
                    } else if (endsRequest(frame)) {
                        answer(line, frame.stream(), "again");
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).start()) {
            assertThat(gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n")
                            .text())
                    .isEqualTo("again");
            gateway.settled(1);
        }
    }

    @Test
    void opensAnotherConnectionWhereTheHostLeaves() throws IOException {
        try (Host host = new Host((line, frame, connection) -> {
                    if (endsRequest(frame) && connection == 1 && frame.stream() == 3) {
                        line.goAway(1);
                    } else if (endsRequest(frame)) {
                        answer(line, frame.stream(), "on " + connection);
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("on 1");
            assertThat(gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n")
                            .text())
                    .isEqualTo("on 2");
            gateway.settled(2);
        }
    }

    @Test
    void waitsForStreamsThatTheHostHasRoomFor() throws IOException {
        var held = new ArrayList<Integer>();
        try (Host host = new Host(
                        (line, frame, connection) -> {
                            if (endsRequest(frame)) {
                                held.add(frame.stream());
                                if (held.size() == 2) {
                                    for (int stream : held) {
                                        answer(line, stream, "ok");
                                    }
                                    held.clear();
                                }
                            }
                        },
                        MAX_CONCURRENT_STREAMS,
                        2);
                TestGateway gateway = TestGateway.to(host.address())
                        .http2()
                        .limits(new io.gatehouse.http.pool.ProxyLimits(1, 512, 64 * 1024))
                        .start();
                Http2Client client = Http2Client.to(gateway)) {
            int first = client.get("/svc/x");
            int second = client.get("/svc/x");
            assertThat(client.answer(first).status()).isEqualTo(200);
            assertThat(client.answer(second).status()).isEqualTo(200);
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                streams.add(client.get("/svc/x"));
            }
            for (int stream : streams) {
                assertThat(client.answer(stream).status()).isEqualTo(200);
            }
            assertThat(host.connections).hasValue(1);
            gateway.settled(22);
        }
    }

    @Test
    void cancelsWhatTheClientHasLeft() throws IOException {
        var reset = new WatchedCount();
        try (Host host = new Host((line, frame, connection) -> {
                    if (frame.type() == Http2Client.RST_STREAM) {
                        reset.add(frame.number());
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).start()) {
            try (RawClient client = gateway.connect()) {
                client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                host.streams.await(1);
            }
            reset.await("the stream to be reset", code -> code == 8);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.CLIENT_GONE);
        }
    }

    @Test
    void reportsHostsThatBreakTheProtocol() throws IOException {
        try (Host host = new Host((line, frame, connection) -> {
                    if (endsRequest(frame)) {
                        line.headers(frame.stream(), true, ":status: 200", "X-Upper: no");
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).start()) {
            assertThat(gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n")
                            .status())
                    .isEqualTo(502);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_BAD_ANSWER);
        }
    }

    @Test
    void holdsBackWhatTheHostDoesNotTake() throws IOException {
        byte[] much = new byte[200_000];
        var seen = new AtomicInteger();
        try (Host host = new Host((line, frame, connection) -> {
                    if (frame.type() == Http2Client.DATA) {
                        seen.addAndGet(frame.payload().length);
                        line.number(Http2Client.WINDOW_UPDATE, 0, Math.max(1, frame.payload().length));
                        if (!endsRequest(frame)) {
                            line.number(Http2Client.WINDOW_UPDATE, frame.stream(), Math.max(1, frame.payload().length));
                        } else {
                            answer(line, frame.stream(), "" + seen);
                        }
                    }
                });
                TestGateway gateway = TestGateway.to(host.address()).start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: " + much.length + "\r\n\r\n");
            client.send(new String(much, java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(client.answer().text()).isEqualTo("200000");
        }
    }
}
