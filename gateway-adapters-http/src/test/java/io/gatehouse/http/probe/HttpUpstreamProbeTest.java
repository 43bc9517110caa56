package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.health.UpstreamProbe;
import io.gatehouse.domain.health.UpstreamProbeContract;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.StatusRange;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.pool.NameLookup;
import io.gatehouse.http.timer.ScheduledTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class HttpUpstreamProbeTest extends UpstreamProbeContract {

    private final ScheduledTimer timer = new ScheduledTimer();
    private final HttpUpstreamProbe probe = new HttpUpstreamProbe(timer, new SystemClock(), List.of());
    private final List<AutoCloseable> backends = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        probe.close();
        timer.close();
        for (AutoCloseable backend : backends) {
            backend.close();
        }
    }

    @Override
    protected UpstreamProbe probe() {
        return probe;
    }

    @Override
    protected HostAddress answering(int status) {
        boolean bodiless = status == 204;
        return address(
                answers("HTTP/1.1 " + status + " Any\r\n" + (bodiless ? "\r\n" : "Content-Length: 2\r\n\r\nok")));
    }

    @Override
    protected HostAddress silent() {
        return address(backend((connection, backend) -> backend.readHead(connection)));
    }

    @Override
    protected HostAddress absent() {
        HeldPort nobody = HeldPort.any();
        backends.add(nobody);
        return nobody.host();
    }

    @Test
    void asksWithAGetThatSaysWhoAsks() throws InterruptedException {
        RawBackend backend = answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(result(new ProbeTarget(address(backend), "/health/live?full=1", MOMENT))
                        .failure())
                .isNull();
        assertThat(backend.heads()).hasSize(1);
        assertThat(backend.heads().get(0))
                .startsWith("GET /health/live?full=1 HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nHost: 127.0.0.1:" + backend.port() + "\r\n")
                .containsIgnoringCase("\r\nUser-Agent: gatehouse-probe\r\n")
                .containsIgnoringCase("\r\nConnection: close\r\n");
    }

    @Test
    void asksUnderAnotherNameWithFurtherHeaders() throws InterruptedException {
        RawBackend backend = answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var headers = Map.of("X-Probe", Secret.parse("1"), "user-agent", Secret.parse("mine/1"));
        assertThat(result(asking(backend, "orders.example:8443", headers, "200-399"))
                        .failure())
                .isNull();
        assertThat(backend.heads().get(0))
                .contains("\r\nHost: orders.example:8443\r\n", "\r\nX-Probe: 1\r\n")
                .containsIgnoringCase("\r\nUser-Agent: mine/1\r\n")
                .doesNotContain("gatehouse-probe", "127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "204, 204,     ",
        "404, '404',   ",
        "200, 201-299, status 200 instead of 201-299",
        "302, 200-299, status 302 instead of 200-299"
    })
    void takesTheStatusesForGoodThatItIsTold(int status, String good, @Nullable String failure)
            throws InterruptedException {
        RawBackend backend = answers("HTTP/1.1 " + status + " Any\r\nContent-Length: 0\r\n\r\n");
        assertThat(result(asking(backend, null, Map.of(), good)).failure()).isEqualTo(failure);
    }

    @Test
    void sendsNoHeaderThatWouldEndALine() throws InterruptedException {
        RawBackend backend = answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var headers = Map.of("X-Probe", Secret.parse("1\r\nX-Evil: 2"));
        assertThat(result(asking(backend, null, headers, "200")).failure()).isEqualTo("not a valid URL");
        assertThat(backend.heads()).isEmpty();
    }

    private static ProbeTarget asking(
            RawBackend backend, @Nullable String host, Map<String, Secret> headers, String good) {
        return new ProbeTarget(address(backend), "/", host, headers, List.of(StatusRange.parse(good)), MOMENT);
    }

    @Test
    void doesNotFollowRedirects() throws InterruptedException {
        RawBackend elsewhere = answers("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        RawBackend backend = answers("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + elsewhere.port()
                + "/\r\nContent-Length: 0\r\n\r\n");
        assertThat(result(address(backend)).failure()).isNull();
        assertThat(elsewhere.heads()).isEmpty();
    }

    @Test
    void tellsInAFewWordsWhatIsWrong() throws InterruptedException {
        assertThat(result(absent()).failure()).isEqualTo("connection refused");
        assertThat(result(impatiently(silent())).failure()).isEqualTo("timed out after 1000 ms");
        assertThat(result(answering(503)).failure()).isEqualTo("status 503");
        assertThat(result(address(backend((connection, backend) -> connection.close())))
                        .failure())
                .isIn("connection closed early", "connection reset");
        assertThat(result(address(answers("\u0000\u0001garbage\r\n\r\n"))).failure())
                .isEqualTo("malformed response");
        assertThat(result(new ProbeTarget(absent(), "/a path", timeout())).failure())
                .isEqualTo("not a valid URL");
    }

    @Test
    void waitsForTheNameNoLongerThanForTheAnswer() throws InterruptedException {
        var release = new CountDownLatch(1);
        NameLookup lookup = name -> {
            awaitQuietly(release);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (var slow = new HttpUpstreamProbe(timer, new SystemClock(), lookup, null)) {
            var results = new LinkedBlockingQueue<ProbeResult>();
            slow.probe(impatiently(new HostAddress(false, "slow.example", 80)), results::add);
            assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("timed out after 1000 ms"));
            release.countDown();
            assertThat(results.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void reportsWhatIsUnderWayWhenClosed() throws InterruptedException {
        var results = new LinkedBlockingQueue<ProbeResult>();
        RawBackend backend = backend((connection, self) -> self.readHead(connection));
        probe.probe(new ProbeTarget(address(backend), "/", Duration.ofMinutes(5)), results::add);
        backend.heads().await(1);
        probe.close();
        assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("probing has ended"));
        backend.awaitOpen(0);

        probe.probe(target(address(backend)), results::add);
        assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("probing has ended"));
    }

    @Test
    void probesNoMoreHostsAtOnceThanTheLimit() throws InterruptedException {
        int all = 3 * HttpUpstreamProbe.MOST;
        var gate = new CountDownLatch(1);
        RawBackend backend = backend((connection, self) -> {
            self.readHead(connection);
            awaitQuietly(gate);
            RawBackend.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            connection.shutdownOutput();
        });
        var results = new LinkedBlockingQueue<ProbeResult>();
        for (int i = 0; i < all; i++) {
            probe.probe(new ProbeTarget(address(backend), "/", Duration.ofMinutes(5)), results::add);
        }
        backend.heads().await(HttpUpstreamProbe.MOST);
        assertThat(backend.open()).isEqualTo(HttpUpstreamProbe.MOST);
        gate.countDown();
        for (int i = 0; i < all; i++) {
            assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.GOOD);
        }
        assertThat(backend.heads()).hasSize(all);
    }

    @Test
    void reportsWhatWaitsWhenClosedWithoutProbingIt() throws InterruptedException {
        RawBackend backend = backend((connection, self) -> self.readHead(connection));
        var results = new LinkedBlockingQueue<ProbeResult>();
        for (int i = 0; i <= HttpUpstreamProbe.MOST; i++) {
            probe.probe(new ProbeTarget(address(backend), "/", Duration.ofMinutes(5)), results::add);
        }
        backend.heads().await(HttpUpstreamProbe.MOST);
        probe.close();
        for (int i = 0; i <= HttpUpstreamProbe.MOST; i++) {
            assertThat(results.poll(60, TimeUnit.SECONDS)).isEqualTo(ProbeResult.failed("probing has ended"));
        }
        assertThat(backend.heads()).hasSize(HttpUpstreamProbe.MOST);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RawBackend answers(String answer) {
        return backend((connection, backend) -> {
            while (backend.readHead(connection)) {
                RawBackend.write(connection, answer);
            }
        });
    }

    private RawBackend backend(RawBackend.Manners manners) {
        try {
            var backend = new RawBackend(manners);
            backends.add(backend);
            return backend;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HostAddress address(RawBackend backend) {
        return new HostAddress(false, "127.0.0.1", backend.port());
    }
}
