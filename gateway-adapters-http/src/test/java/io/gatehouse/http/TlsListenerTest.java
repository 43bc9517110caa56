package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.tls.HandshakeCounts.Result;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.TlsSettings.MinimumVersion;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of a port with TLS see, and how it bears those who do not keep to the protocol. */
@Execution(ExecutionMode.CONCURRENT)
class TlsListenerTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext CLIENT = TestPki.trusting(AUTHORITY);

    @TempDir
    private Path folder;

    private TlsFiles files;

    /** Of the native one as well, see {@link NativeTlsTest}. */
    TlsEngine engine() {
        return TlsEngine.JDK;
    }

    @BeforeEach
    void files() {
        files = new TlsFiles(folder).engine(engine());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, EC", "TLSv1.2, RSA", "TLSv1.3, EC", "TLSv1.3, RSA"})
    void servesRequestsOfOneConnection(String version, String algorithm) throws Exception {
        ListenerTls tls =
                files.pair("own", AUTHORITY.issue(algorithm, "localhost")).tls();
        int size = 1 << 20;
        try (Backend backend = Backend.echo();
                TestGateway gateway =
                        TestGateway.to(backend).tls(tls, CLIENT).maxBody(size).start();
                RawClient client = speaking(gateway, version)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("GET /svc/" + i + " HTTP/1.1\r\nHost: gw\r\n\r\n")
                                .status())
                        .isEqualTo(200);
            }
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: " + size + "\r\n\r\n");
            var sender = new Thread(() -> write(client, size));
            sender.start();
            assertThat(client.answer().body()).hasSizeGreaterThan(size);
            sender.join();
            assertThat(client.send("GET /svc/a HTTP/1.1\r\nHost: gw\r\n\r\nGET /svc/b HTTP/1.1\r\nHost: gw\r\n\r\n")
                            .answer()
                            .text())
                    .contains("GET /a");
            assertThat(client.answer().text()).contains("GET /b").contains("X-Forwarded-Proto: https");
            assertThat(client.ask("GET /svc/c HTTP/1.1\r\nHost: gw\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
            gateway.settled(9);
            Await.until("no connection is left", () -> gateway.server.connections() == 0);
        }
    }

    /** Clients connect ahead of time. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void waitsForTheFirstRequestOfASecuredClient(String version) throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start();
                RawClient client = speaking(gateway, version)) {
            awaitHandshakes(gateway, Result.COMPLETED, 1);
            assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.test, api.test",
        "API.test, api.test",
        "one.shop.test, *.shop.test",
        "exact.shop.test, exact.shop.test",
        "two.one.shop.test, first.test",
        "shop.test, first.test",
        "nobody.test, first.test",
        "-, first.test"
    })
    void choosesTheCertificateByTheNameAskedFor(String asked, String served) throws Exception {
        ListenerTls tls = files.pair("first", AUTHORITY.issue("EC", "first.test"))
                .pair("wild", AUTHORITY.issue("EC", "*.shop.test"))
                .pair("exact", AUTHORITY.issue("EC", "exact.shop.test"))
                .pair("api", AUTHORITY.issue("EC", "api.test"))
                .tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start();
                SSLSocket client = socket(gateway)) {
            SSLParameters parameters = client.getSSLParameters();
            if (!asked.equals("-")) {
                parameters.setServerNames(List.of(new SNIHostName(asked)));
            }
            client.setSSLParameters(parameters);
            client.startHandshake();
            assertThat(served(client)).isEqualTo(served);
        }
    }

    @Test
    void choosesTheKindOfKeyThatTheClientKnows() throws Exception {
        ListenerTls tls = files.pair("ec", AUTHORITY.issue("EC", "localhost"))
                .pair("rsa", AUTHORITY.issue("RSA", "localhost"))
                .tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start()) {
            for (String algorithm : List.of("RSA", "ECDSA")) {
                try (SSLSocket client = socket(gateway)) {
                    client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_" + algorithm + "_WITH_AES_128_GCM_SHA256"});
                    client.startHandshake();
                    assertThat(client.getSession()
                                    .getPeerCertificates()[0]
                                    .getPublicKey()
                                    .getAlgorithm())
                            .isEqualTo(algorithm.equals("RSA") ? "RSA" : "EC");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS_1_2, true", "TLSv1.3, TLS_1_2, true", "TLSv1.2, TLS_1_3, false", "TLSv1.3, TLS_1_3, true"
    })
    void speaksNoOlderVersionThanItIsTold(String version, MinimumVersion minimum, boolean spoken) throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost"))
                .minimum(minimum)
                .tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start();
                SSLSocket client = socket(gateway)) {
            client.setEnabledProtocols(new String[] {version});
            if (spoken) {
                client.startHandshake();
                assertThat(client.getSession().getProtocol()).isEqualTo(version);
            } else {
                assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);
                awaitHandshakes(gateway, Result.FAILED, 1);
            }
        }
    }

    @Test
    void refusesCiphersWithoutForwardSecrecyOrAuthentication() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("RSA", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start()) {
            for (String cipher : List.of(
                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
                try (SSLSocket client = socket(gateway)) {
                    client.setEnabledProtocols(new String[] {"TLSv1.2"});
                    client.setEnabledCipherSuites(new String[] {cipher});
                    assertThatThrownBy(client::startHandshake).as(cipher).isInstanceOf(SSLException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesSessions(String version) throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        SSLContext remembering = TestPki.trusting(AUTHORITY);
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway =
                        TestGateway.to(backend).tls(tls, remembering).start()) {
            long created = 0;
            for (int i = 0; i < 2; i++) {
                Socket plain = RawClient.connected(gateway.address);
                var secured = (SSLSocket) remembering.getSocketFactory().createSocket(plain, "localhost", 1, true);
                secured.setEnabledProtocols(new String[] {version});
                try (RawClient client = new RawClient(secured)) {
                    assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n")
                                    .status())
                            .isEqualTo(200);
                    SSLSession session = secured.getSession();
                    if (i == 0) {
                        created = session.getCreationTime();
                    } else {
                        assertThat(session.getCreationTime()).isEqualTo(created);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: gw\r\n\r\n",
                "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
                "\u0016\u0003\u0001\u0000\u0005hello",
                "\u0016\u0003\u0001\u00ff\u00ff" + "a record that is longer than any may be",
                "\u0015\u0003\u0003\u0000\u0002\u0002(",
                "\u0017\u0003\u0003\u0000\u0003abc",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"
            })
    void closesConnectionsOfThoseWhoDoNotSpeakTls(String sent) throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start();
                RawClient client = new RawClient(gateway.address)) {
            client.send(sent);
            readToTheEnd(client);
            awaitHandshakes(gateway, Result.FAILED, 1);
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
            gateway.settled(1);
        }
    }

    /** An alert may come before the end. */
    private static void readToTheEnd(RawClient client) throws IOException {
        try {
            assertThat(client.in.readAllBytes().length).isLessThan(100);
        } catch (SocketException reset) {
            assertThat(reset).isNotNull();
        }
    }

    @Test
    void closesConnectionsWhoseHandshakeDoesNotEnd() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, CLIENT)
                        .patience(Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60))
                        .start();
                RawClient silent = new RawClient(gateway.address);
                RawClient slow = new RawClient(gateway.address)) {
            slow.send("\u0016\u0003\u0001\u0001\u0000\u0001");
            assertThat(silent.isClosedByServer()).isTrue();
            readToTheEnd(slow);
            awaitHandshakes(gateway, Result.TIMEOUT, 2);
            Await.until("no connection is left", () -> gateway.server.connections() == 0);
        }
    }

    @Test
    void boundsTheHandshakesOfAnAddressThatAreUnderWay() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, CLIENT)
                        .maxHandshakes(2)
                        .start();
                RawClient first = new RawClient(gateway.address);
                RawClient second = new RawClient(gateway.address)) {
            Await.until("both are accepted", () -> gateway.server.connections() == 2);
            try (RawClient third = new RawClient(gateway.address)) {
                assertThat(third.isClosedByServer()).isTrue();
            }
            awaitHandshakes(gateway, Result.REFUSED, 1);
            first.hangUp();
            second.hangUp();
            Await.until("both are gone", () -> gateway.server.connections() == 0);
            awaitHandshakes(gateway, Result.LEFT, 2);
            assertThat(gateway.get("/svc/x").status()).isEqualTo(200);
        }
    }

    @Test
    void endsAnExchangeWhoseClientCutsTheConnectionWithinARecord() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).tls(tls, CLIENT).start()) {
            Socket plain = RawClient.connected(gateway.address);
            var secured = (SSLSocket) CLIENT.getSocketFactory().createSocket(plain, "localhost", 1, false);
            secured.startHandshake();
            secured.getOutputStream()
                    .write("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 100\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            plain.getOutputStream().write(new byte[] {0x17, 3, 3, 0, 50, 1, 2, 3});
            plain.close();
            Await.until("no connection is left", () -> gateway.server.connections() == 0);
            gateway.settled(1);
        }
    }

    @Test
    void tellsBrowsersToStayWithHttps() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, CLIENT)
                        .rules(new ListenerRules(null, 0, "max-age=60", false, false, null))
                        .start()) {
            assertThat(gateway.get("/svc/x").header("Strict-Transport-Security"))
                    .isEqualTo("max-age=60");
            assertThat(gateway.get("/nobody").header("Strict-Transport-Security"))
                    .isEqualTo("max-age=60");
        }
    }

    private static void awaitHandshakes(TestGateway gateway, Result result, int count) {
        Await.until(
                count + " handshakes are " + result,
                () -> gateway.server.handshakes().count(result) == count);
    }

    private static String served(SSLSocket client) throws IOException {
        var certificate = (X509Certificate) client.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static SSLSocket socket(TestGateway gateway) throws IOException {
        Socket plain = RawClient.connected(gateway.address);
        return (SSLSocket) CLIENT.getSocketFactory().createSocket(plain, null, 1, true);
    }

    private static void write(RawClient client, int size) {
        try {
            client.socket.getOutputStream().write(new byte[size]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawClient speaking(TestGateway gateway, String version) throws IOException {
        Socket plain = RawClient.connected(gateway.address);
        var secured = (SSLSocket) CLIENT.getSocketFactory().createSocket(plain, "localhost", 1, true);
        secured.setEnabledProtocols(new String[] {version});
        secured.startHandshake();
        return new RawClient(secured);
    }
}
