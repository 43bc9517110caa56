package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.http.timer.ScheduledTimer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsProbeTest {

    @TempDir
    private static Path folder;

    private static TestCertificate certificate;

    /** Far longer than the first handshake of a process takes, also where others keep its processors busy. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ScheduledTimer timer = new ScheduledTimer();

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(folder, "dns:localhost");
    }

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void probesHostsThatItTrusts() throws Exception {
        try (RawBackend backend = backend(certificate.server())) {
            assertThat(probe(certificate.client(), "localhost", backend, LONG)).isEqualTo(ProbeResult.GOOD);
            assertThat(backend.heads().get(0)).contains("\r\nHost: localhost:" + backend.port() + "\r\n");
        }
    }

    @Test
    void findsHostsSickWhoseCertificateItDoesNotTrust() throws Exception {
        try (RawBackend backend = backend(certificate.server())) {
            assertThat(probe(null, "localhost", backend, LONG)).isEqualTo(ProbeResult.failed("tls failure"));
            assertThat(backend.heads()).isEmpty();
        }
    }

    @Test
    void findsHostsSickWhoseCertificateNamesAnother() throws Exception {
        try (RawBackend backend = backend(certificate.server())) {
            assertThat(probe(certificate.client(), "127.0.0.1", backend, LONG))
                    .isEqualTo(ProbeResult.failed("tls failure"));
            assertThat(backend.heads()).isEmpty();
        }
    }

    @Test
    void findsHostsSickThatSpeakNoTls() throws Exception {
        try (var backend = RawBackend.answering("HTTP/1.1 200 OK\r\n\r\n")) {
            assertThat(probe(certificate.client(), "localhost", backend, SHORT).failure())
                    .isIn("tls failure", "timed out after 1000 ms");
        }
    }

    @Test
    void waitsNoLongerThanItsTimeForAHandshake() throws Exception {
        try (var backend = new RawBackend((connection, self) -> {})) {
            assertThat(probe(certificate.client(), "localhost", backend, SHORT))
                    .isEqualTo(ProbeResult.failed("timed out after 1000 ms"));
            backend.awaitOpen(0);
        }
    }

    private ProbeResult probe(@Nullable SSLContext tls, String name, RawBackend backend, Duration limit)
            throws InterruptedException {
        try (var probe = new HttpUpstreamProbe(timer, new SystemClock(), InetAddress::getAllByName, tls)) {
            var results = new LinkedBlockingQueue<ProbeResult>();
            var address = new HostAddress(true, name, backend.port());
            probe.probe(new ProbeTarget(address, "/", limit), results::add);
            return results.poll(60, TimeUnit.SECONDS);
        }
    }

    private static RawBackend backend(SSLContext tls) throws Exception {
        ServerSocket listener =
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RawBackend(listener, (connection, self) -> {
            while (self.readHead(connection)) {
                RawBackend.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }
}
