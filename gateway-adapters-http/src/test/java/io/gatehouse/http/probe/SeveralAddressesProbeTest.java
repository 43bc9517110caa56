package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.pool.NameLookup;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A host is well as long as one of its addresses is, as it is when forwarding. */
@Isolated("it looks for threads of any probe in the process")
class SeveralAddressesProbeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final String ONE = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";

    private final ScheduledTimer timer = new ScheduledTimer();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void probesTheNextAddressWhenOneRefuses() throws Exception {
        try (HeldPort nobody = HeldPort.any();
                RawBackend alive = backend(OTHER, nobody.host().port())) {
            assertThat(probe(nobody.host().port(), LONG, ONE, OTHER)).isEqualTo(ProbeResult.GOOD);
            assertThat(alive.heads()).hasSize(1);
        }
    }

    @Test
    void waitsALittleForAnAddressThatDoesNotAnswer() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawBackend alive = backend(OTHER, silent.getLocalPort())) {
            List<Socket> waiting = fill(silent);
            assertThat(probe(silent.getLocalPort(), LONG, ONE, OTHER)).isEqualTo(ProbeResult.GOOD);
            assertThat(alive.heads()).hasSize(1);
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void takesNoLongerThanItsTimeHoweverManyAddressesThereAre() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = fill(silent);
            assertThat(probe(silent.getLocalPort(), SHORT, ONE, ONE, OTHER))
                    .isEqualTo(ProbeResult.failed("timed out after 700 ms"));
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void saysWhatTheLastAddressSaid() throws Exception {
        try (HeldPort nobody = HeldPort.any()) {
            assertThat(probe(nobody.host().port(), LONG, ONE, OTHER))
                    .isEqualTo(ProbeResult.failed("connection refused"));
        }
    }

    @Test
    void endsAtOnceWhenItIsClosedWhileConnecting() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = fill(silent);
            var results = new LinkedBlockingQueue<ProbeResult>();
            var probe = new HttpUpstreamProbe(timer, new SystemClock(), finding(ONE, ONE), null);
            probe.probe(target(silent.getLocalPort(), Duration.ofMinutes(5)), results::add);
            probe.close();
            assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("probing has ended"));
            Await.endOfThreads("gatehouse-probe");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private ProbeResult probe(int port, Duration limit, String... addresses) throws InterruptedException {
        try (var probe = new HttpUpstreamProbe(timer, new SystemClock(), finding(addresses), null)) {
            var results = new LinkedBlockingQueue<ProbeResult>();
            probe.probe(target(port, limit), results::add);
            return results.poll(60, TimeUnit.SECONDS);
        }
    }

    private static ProbeTarget target(int port, Duration limit) {
        return new ProbeTarget(new HostAddress(false, "several.example", port), "/", limit);
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

    private static RawBackend backend(String address, int port) throws IOException {
        return new RawBackend(new ServerSocket(port, 50, InetAddress.getByName(address)), (connection, self) -> {
            while (self.readHead(connection)) {
                RawBackend.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    /** Fills the line of a listener, so that further connections are neither taken nor refused. */
    private static List<Socket> fill(ServerSocket listener) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        while (waiting.size() < 64) {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return waiting;
            }
        }
        throw new IllegalStateException("the listener accepts without end");
    }
}
