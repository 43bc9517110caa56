package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.tls.AcmeChallenges;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.ServedCertificates.SecuredPort;
import io.gatehouse.http.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port proves to an authority that names lead to it, and serves what that has issued once it is there. */
@Execution(ExecutionMode.CONCURRENT)
class AcmeChallengesTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final TestPki PROVER = TestPki.authority("prover");
    private static final TestPki PROOF = PROVER.issue("RSA", "api.test");

    private static final AcmeChallenges CHALLENGES = new AcmeChallenges() {
        @Override
        public @Nullable String response(String token) {
            return token.equals("asked") ? "asked.thumbprint" : null;
        }

        @Override
        public @Nullable PrivateKeyEntry certificate(String name) {
            return name.equals("api.test")
                    ? new PrivateKeyEntry(PROOF.key(), new Certificate[] {PROOF.certificate()})
                    : null;
        }
    };

    @TempDir
    private Path folder;

    private ListenerTls tls(TlsSettings.Pair... pairs) throws BadCertificateException {
        return new ListenerTls(new TlsSettings(
                List.of(pairs),
                TlsSettings.MinimumVersion.TLS_1_2,
                null,
                List.of("http/1.1"),
                CHALLENGES,
                TlsSettings.TlsEngine.JDK));
    }

    private TlsSettings.Pair file(String name, @Nullable String awaitedFor) {
        return new TlsSettings.Pair(folder.resolve(name), folder.resolve(name), awaitedFor);
    }

    private void put(String name, TestPki pair) throws IOException {
        Files.writeString(folder.resolve(name), pair.chainPem() + pair.keyPem());
    }

    @Test
    void answersHttpBeforeAllElse() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .rules(new ListenerRules(null, 443, null, false, false, CHALLENGES))
                        .start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /.well-known/acme-challenge/asked HTTP/1.1\r\nHost: api.test\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("asked.thumbprint");
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            for (String other : List.of(
                    "GET /.well-known/acme-challenge/another",
                    "GET /.well-known/acme-challenge/asked/x",
                    "GET /.well-known/acme-challenge/",
                    "DELETE /.well-known/acme-challenge/asked",
                    "GET /asked")) {
                assertThat(client.ask(other + " HTTP/1.1\r\nHost: api.test\r\n\r\n")
                                .status())
                        .as(other)
                        .isEqualTo(308);
            }
            assertThat(backend.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, api.test", "TLSv1.2, api.test", "TLSv1.3, API.test"})
    void provesByACertificateToWhoAsksForThatAndHangsUp(String version, String name) throws Exception {
        put("own.pem", AUTHORITY.issue("EC", "api.test"));
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(file("own.pem", null)), TestPki.trusting(AUTHORITY))
                        .start()) {
            try (SSLSocket validator = socket(gateway, version, name, "acme-tls/1")) {
                validator.startHandshake();
                assertThat(validator.getApplicationProtocol()).isEqualTo("acme-tls/1");
                assertThat(validator.getSession().getPeerCertificates()).containsExactly(PROOF.certificate());
                assertThat(validator.getInputStream().read()).isNegative();
            }
            try (SSLSocket client = socket(gateway, version, name, "acme-tls/1", "http/1.1")) {
                client.startHandshake();
                assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
                assertThat(client.getSession().getPeerCertificates()[0]).isNotEqualTo(PROOF.certificate());
            }
            assertThat(backend.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, other.test", "TLSv1.2, other.test", "TLSv1.3, -"})
    void provesNothingOfOtherNames(String version, String name) throws Exception {
        put("own.pem", AUTHORITY.issue("EC", "api.test", "other.test"));
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(file("own.pem", null)), TestPki.trusting(AUTHORITY))
                        .start();
                SSLSocket validator = socket(gateway, version, name, "acme-tls/1")) {
            assertThatThrownBy(validator::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesHandshakesUntilWhatIsAwaitedIsThere() throws Exception {
        ListenerTls tls = tls(file("api.pem", "api.test"));
        var port = new SecuredPort("listen.tls", tls);
        assertThat(port.presented()).singleElement().satisfies(awaited -> {
            assertThat(awaited.names()).isEqualTo("api.test");
            assertThat(awaited.end()).isNull();
        });
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, TestPki.trusting(AUTHORITY))
                        .start()) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket early = socket(gateway, version, "api.test", "http/1.1")) {
                    assertThatThrownBy(early::startHandshake).isInstanceOf(IOException.class);
                }
            }
            TestPki issued = AUTHORITY.issue("EC", "api.test");
            put("api.pem", issued);
            assertThat(tls.reload(Instant.now())).isTrue();
            assertThat(tls.problems()).isEmpty();
            expectServed(gateway, issued);
            assertThat(port.presented().get(0).end())
                    .isEqualTo(issued.certificate().getNotAfter().toInstant());

            Files.delete(folder.resolve("api.pem"));
            assertThat(tls.reload(Instant.now())).isTrue();
            expectServed(gateway, issued);
        }
    }

    @Test
    void awaitedFilesThatAreBrokenKeepNothingFromBeingServed() throws Exception {
        put("own.pem", AUTHORITY.issue("EC", "own.test"));
        Files.writeString(folder.resolve("api.pem"), "half of a fi");
        ListenerTls tls = tls(file("own.pem", null), file("api.pem", "api.test"));
        assertThat(tls.problems()).singleElement().asString().endsWith("api.pem: has no certificate in PEM form");
        TestPki issued = AUTHORITY.issue("EC", "api.test");
        put("api.pem", issued);
        assertThat(tls.reload(Instant.now())).isTrue();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, TestPki.trusting(AUTHORITY))
                        .start()) {
            expectServed(gateway, issued);
        }
    }

    private static void expectServed(TestGateway gateway, TestPki pair) throws IOException {
        try (SSLSocket client = socket(gateway, "TLSv1.3", "api.test", "http/1.1")) {
            client.startHandshake();
            assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(pair.certificate());
        }
    }

    /** Believes the proof too. */
    private static SSLSocket socket(TestGateway gateway, String version, String name, String... protocols)
            throws IOException {
        var socket = (SSLSocket) TestPki.trusting(AUTHORITY, PROVER)
                .getSocketFactory()
                .createSocket(RawClient.connected(gateway.address), "127.0.0.1", gateway.address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        parameters.setServerNames(name.equals("-") ? List.of() : List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }
}
