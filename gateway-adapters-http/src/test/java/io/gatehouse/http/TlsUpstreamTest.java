package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.tls.HostTls;
import io.gatehouse.http.tls.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Upstreams that speak TLS must be who they say they are. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class TlsUpstreamTest {

    private static final char[] PASSWORD = "only-for-this-test".toCharArray();

    @TempDir
    static Path folder;

    private static SSLContext localhost;
    private static SSLContext elsewhere;

    @BeforeAll
    static void makeCertificates() throws Exception {
        localhost = context("localhost", "dns:localhost");
        elsewhere = context("elsewhere", "dns:elsewhere.test");
    }

    @Test
    void forwardsOverTlsAndReusesTheConnection() throws Exception {
        try (Backend backend = secured(localhost);
                TestGateway gateway =
                        TestGateway.to(over(backend)).trust(localhost).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                        .isEqualTo(200);
            }
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask("POST /svc/" + i + " HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text())
                        .startsWith("POST /" + i)
                        .endsWith("\n\nabc")
                        .contains("Host: localhost:");
            }
            gateway.settled(5);
            assertThat(backend.connections).hasValue(1);
            Await.until("one connection is idle", () -> gateway.idle() == 1);
        }
    }

    @Test
    void streamsBothWaysOverTls() throws Exception {
        int size = 20 << 20;
        try (Backend backend = secured(localhost);
                TestGateway gateway = TestGateway.to(over(backend))
                        .trust(localhost)
                        .maxBody(size)
                        .start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: " + size + "\r\n\r\n");
            var sender = new Thread(() -> {
                try {
                    client.socket.getOutputStream().write(new byte[size]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            assertThat(client.answer().body()).hasSizeGreaterThan(size);
            sender.join();
            gateway.settled(1);
        }
    }

    @Test
    void saysWhichHostItMeans() throws Exception {
        var asked = new LinkedBlockingQueue<String>();
        try (Backend backend = new Backend(listen(localhost), line -> {
                    line.readRequest();
                    var session = (ExtendedSSLSession) ((SSLSocket) line.socket).getSession();
                    asked.add(((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName());
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                TestGateway gateway =
                        TestGateway.to(over(backend)).trust(localhost).start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("localhost");
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        try (Backend backend = secured(elsewhere);
                TestGateway gateway =
                        TestGateway.to(over(backend)).trust(elsewhere).start()) {
            assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
            assertThat(backend.heads).isEmpty();
            gateway.settled(1);
            assertThat(gateway.record().forwarding().failure()).contains("TLS failed: ", "localhost");
            gateway.awaitNoUpstreamConnection();
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (Backend backend = secured(localhost);
                TestGateway gateway =
                        TestGateway.to(over(backend)).trust(elsewhere).start()) {
            assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
            gateway.settled(1);
            assertThat(gateway.record().forwarding().failure()).contains("TLS failed: ", "certification path");
        }
    }

    @Test
    void triesTheNextHostWhenTheHandshakeFails() throws Exception {
        try (Backend plain = Backend.once("not TLS at all");
                Backend backend = secured(localhost);
                TestGateway gateway = TestGateway.to(over(plain), over(backend))
                        .timeouts(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(30), null)
                        .trust(localhost)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(2);
        }
    }

    @Test
    void triesTheNextAddressWhenTheHandshakeFails() throws Exception {
        InetAddress other = InetAddress.getAllByName("127.0.0.2")[0];
        try (Backend plain = Backend.once("not TLS at all");
                Backend backend = Backend.echo(localhost
                        .getServerSocketFactory()
                        .createServerSocket(plain.address().port(), 50, other));
                TestGateway gateway = TestGateway.to(over(plain))
                        .trust(localhost)
                        .lookup(name -> new InetAddress[] {InetAddress.getLoopbackAddress(), other})
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(1);
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void givesUpOnAHandshakeThatDoesNotEnd() throws Exception {
        try (Backend silent = new Backend(Backend.Line::awaitEnd);
                TestGateway gateway = TestGateway.to(over(silent))
                        .trust(localhost)
                        .timeouts(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(30), null)
                        .start()) {
            assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
            silent.awaitOpen(0);
        }
    }

    @Test
    void trustsWhoIsNamedForAHostAndShowsACertificateOfItsOwn() throws Exception {
        TestPki authority = TestPki.authority("hosts");
        TestPki clients = TestPki.authority("gateways");
        TestPki own = clients.issue("EC", "gateway");
        SSLServerSocket socket = listen(authority.issue("EC", "orders.internal").context(clients));
        socket.setNeedClientAuth(true);
        try (Backend backend = Backend.echo(socket)) {
            var files = new TlsFiles(Files.createTempDirectory(folder, "host"));
            Path trusted = files.write("ca.pem", authority.chainPem());
            try (TestGateway gateway = TestGateway.to(over(backend))
                    .hostTls(hostTls(trusted, files.put("own", own), "orders.internal"))
                    .start()) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            }
            try (TestGateway gateway = TestGateway.to(over(backend))
                    .hostTls(hostTls(trusted, files.put("own", own), null))
                    .start()) {
                assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
            }
            try (TestGateway gateway = TestGateway.to(over(backend))
                    .hostTls(hostTls(trusted, null, "orders.internal"))
                    .start()) {
                assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            }
            Path others = files.write("others.pem", clients.chainPem());
            HostTls changing = hostTls(others, files.put("own", own), "orders.internal");
            try (TestGateway gateway =
                    TestGateway.to(over(backend)).hostTls(changing).start()) {
                assertThat(gateway.get("/svc/x").text()).contains("upstream-unreachable");
                files.write("others.pem", authority.chainPem());
                assertThat(changing.reload(Instant.now())).isTrue();
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
                files.write("own.pem", "nothing");
                assertThat(changing.reload(Instant.now())).isTrue();
                assertThat(changing.problems()).hasSize(1);
                assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            }
        }
    }

    /** What its service wants counts, and not the host's name. */
    @Test
    void isWhatTheServiceWants(@TempDir Path folder) throws Exception {
        TestPki authority = TestPki.authority("ours");
        TlsFiles files = new TlsFiles(folder);
        Path right = files.write("right.pem", authority.chainPem());
        Path wrong = files.write("wrong.pem", TestPki.authority("others").chainPem());
        var ofName = new HostTls(new HostTls.Settings("upstream-tls[0]", null, host -> true, wrong, null, null));
        var ofService = new HostTls(
                new HostTls.Settings("upstream-tls[1]", "mesh", host -> false, right, null, "mesh.internal"));
        try (Backend backend = secured(authority.issue("EC", "mesh.internal").context())) {
            int port = backend.address().port();
            for (String way : new String[] {null, "mesh", "unknown"}) {
                var host = new HostAddress(true, false, "127.0.0.1", port, way);
                try (TestGateway gateway =
                        TestGateway.to(host).hostTls(ofName, ofService).start()) {
                    Answer answer = gateway.get("/svc/x");
                    assertThat(answer.status()).isEqualTo("mesh".equals(way) ? 200 : 502);
                }
            }
        }
    }

    private static HostTls hostTls(Path authorities, TlsSettings.@Nullable Pair client, @Nullable String serverName)
            throws Exception {
        return new HostTls(
                new HostTls.Settings("upstream-tls[0]", "ours", "localhost"::equals, authorities, client, serverName));
    }

    private static HostAddress over(Backend backend) {
        return new HostAddress(true, "localhost", backend.address().port());
    }

    private static Backend secured(SSLContext context) throws IOException {
        return Backend.echo(listen(context));
    }

    private static SSLServerSocket listen(SSLContext context) throws IOException {
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50);
    }

    /** A context with a fresh certificate for one name, which trusts that certificate only. */
    private static SSLContext context(String name, String alternative) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + alternative,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, store.getCertificate(name));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
