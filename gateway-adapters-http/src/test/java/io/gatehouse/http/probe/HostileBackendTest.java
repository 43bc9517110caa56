package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.timer.ScheduledTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a host does, a probe of it ends in time, once, and leaves neither a connection nor a thread behind. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class HostileBackendTest {

    /** For hosts that are to be found sick. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** For hosts that are to be found well, also on a busy machine; some of these take all of it. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private static final int PROBES = 12;

    private final ScheduledTimer timer = new ScheduledTimer();
    private final HttpUpstreamProbe probe = new HttpUpstreamProbe(timer, new SystemClock(), List.of());

    @AfterEach
    void close() {
        probe.close();
        timer.close();
    }

    static Stream<Arguments> manners() {
        return Stream.of(
                manner("never answers", false, connection -> {}),
                manner("drips the status line", false, connection -> drip(connection, "HTTP/1.1 200 OK ")),
                manner("drips interim headers", false, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 103 Early Hints\r\n");
                    drip(connection, "X-Drip: 1\r\n");
                }),
                manner("floods with one line", false, connection -> flood(connection, "HTTP/1.1 200 OK ")),
                manner("drips header lines", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\n");
                    drip(connection, "X-Drip: 1\r\n");
                }),
                manner("drips one endless header line", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\nX-Drip: ");
                    drip(connection, "x");
                }),
                manner("floods with header lines", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\n");
                    flood(connection, "X-Flood: 0123456789\r\n");
                }),
                manner("drips the body", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    drip(connection, "x");
                }),
                manner("drips chunks", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    drip(connection, "1\r\nx\r\n");
                }),
                manner("floods with a body", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\n\r\n");
                    flood(connection, "0123456789");
                }),
                manner("floods with chunks", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    flood(connection, "a\r\n0123456789\r\n");
                }),
                manner(
                        "floods with interim answers",
                        false,
                        connection -> flood(connection, "HTTP/1.1 100 Continue\r\n\r\n")),
                manner(
                        "switches protocols",
                        false,
                        connection -> RawBackend.write(
                                connection,
                                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),
                manner("speaks no HTTP", false, connection -> flood(connection, "\u0000\u00ff SSH-2.0-x \u0001")),
                manner("stops in the body", true, connection -> {
                    RawBackend.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    connection.shutdownOutput();
                }),
                manner("closes at once", false, Socket::close),
                manner("resets", false, connection -> {
                    connection.setSoLinger(true, 0);
                    connection.close();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manners")
    void endsInTimeAndLeavesNothingBehind(String name, boolean well, Manner manner) throws Exception {
        try (var backend = new RawBackend((connection, self) -> {
            self.readHead(connection);
            manner.serve(connection);
        })) {
            var results = new LinkedBlockingQueue<ProbeResult>();
            for (int i = 0; i < PROBES; i++) {
                probe.probe(
                        new ProbeTarget(new HostAddress(false, "127.0.0.1", backend.port()), "/", well ? LONG : SHORT),
                        results::add);
            }
            for (int i = 0; i < PROBES; i++) {
                ProbeResult result = results.poll(60, TimeUnit.SECONDS);
                assertThat(result).isNotNull();
                assertThat(result.failure() == null)
                        .as("found well: %s", result)
                        .isEqualTo(well);
            }
            backend.awaitOpen(0);
            assertThat(results).isEmpty();
        }
        probe.close();
        Await.endOfThreads("gatehouse-probe");
    }

    @Test
    void givesUpOnHostsThatDoNotAccept() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fill = fill(full.getLocalPort());
            var results = new LinkedBlockingQueue<ProbeResult>();
            var target = new ProbeTarget(new HostAddress(false, "127.0.0.1", full.getLocalPort()), "/", SHORT);
            probe.probe(target, results::add);
            assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("timed out after 300 ms"));
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    /** Connects until the listener's queue is full and connecting hangs. */
    private static List<Socket> fill(int port) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        while (sockets.size() < 64) {
            var socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            } catch (SocketTimeoutException full) {
                return sockets;
            }
        }
        throw new IllegalStateException("the listener accepts without end");
    }

    /** What a hostile host does after it has read a request. */
    interface Manner {
        void serve(Socket connection) throws IOException;
    }

    private static Arguments manner(String name, boolean well, Manner manner) {
        return Arguments.of(name, well, manner);
    }

    /** Writes a little now and then until the other side is gone. */
    private static void drip(Socket connection, String drop) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < end) {
            RawBackend.write(connection, drop);
            Await.pause();
        }
    }

    /** Writes without end until the other side is gone. */
    private static void flood(Socket connection, String drop) throws IOException {
        String wave = drop.repeat(2_000);
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < end) {
            RawBackend.write(connection, wave);
        }
    }
}
