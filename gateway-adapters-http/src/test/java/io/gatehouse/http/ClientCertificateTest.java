package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in with which certificate, and what upstreams and the record are told of it. */
@Execution(ExecutionMode.CONCURRENT)
class ClientCertificateTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final TestPki AUTHORITY = TestPki.authority("servers");
    private static final TestPki CLIENTS = TestPki.authority("clients");
    private static final TestPki GOOD = CLIENTS.issue("EC", "batch");
    private static final TestPki BELOW = CLIENTS.intermediate("below");
    private static final Map<String, SSLContext> CONTEXTS = Map.of(
            "none", TestPki.trusting(AUTHORITY),
            "good", GOOD.context(AUTHORITY),
            "good by intermediate", BELOW.issue("RSA", "batch").with(BELOW).context(AUTHORITY),
            "foreign", TestPki.authority("others").issue("EC", "batch").context(AUTHORITY),
            "self-signed", TestPki.authority("batch").context(AUTHORITY),
            "expired",
                    CLIENTS.issue(
                                    "EC",
                                    Instant.parse("2020-01-01T00:00:00Z"),
                                    Instant.parse("2020-01-09T00:00:00Z"),
                                    "batch")
                            .context(AUTHORITY));

    @TempDir
    private Path folder;

    /** Of the native one as well, see {@link NativeTlsTest}. */
    TlsEngine engine() {
        return TlsEngine.JDK;
    }

    @ParameterizedTest
    @CsvSource({
        "none, false, CN=?",
        "none, true, -",
        "good, false, CN=batch",
        "good, true, CN=batch",
        "good by intermediate, true, CN=batch",
        "expired, false, -",
        "expired, true, -"
    })
    void letsInWhoHasNoneOrAGoodOne(String which, boolean required, String subject) throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (Backend backend = Backend.ok("ok");
                    TestGateway gateway = TestGateway.to(backend)
                            .tls(tls(required), CONTEXTS.get("none"))
                            .start()) {
                if (subject.equals("-")) {
                    assertThatThrownBy(() -> ask(gateway, which, version)).isInstanceOf(IOException.class);
                    assertThat(gateway.records).isEmpty();
                } else {
                    assertThat(ask(gateway, which, version).status()).isEqualTo(200);
                    assertThat(gateway.record().request().certificate())
                            .isEqualTo(subject.equals("CN=?") ? null : subject);
                }
            }
        }
    }

    /** A client that knows whose certificates are wanted sends none but theirs. */
    @ParameterizedTest
    @CsvSource({"foreign, true", "self-signed, true"})
    void keepsOutWhoseCertificateIsOfSomebodyElse(String which, boolean required) throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(required), CONTEXTS.get("none"))
                        .start()) {
            assertThatThrownBy(() -> ask(gateway, which, "TLSv1.3")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void tellsUpstreamsOfTheCertificateAndOfNothingElse() throws Exception {
        String forged = "GET /svc/x HTTP/1.1\r\nHost: gw\r\nClient-Cert: :Zm9yZ2Vk:\r\nclient_cert: :Zm9yZ2Vk:\r\n"
                + "Client-Cert-Chain: :Zm9yZ2Vk:\r\n\r\n";
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(false), CONTEXTS.get("good"))
                        .rules(new ListenerRules(null, 0, null, true, false, null))
                        .start()) {
            String told = gateway.ask(forged).text();
            String der = Base64.getEncoder().encodeToString(GOOD.certificate().getEncoded());
            assertThat(told).contains("Client-Cert: :" + der + ":\n").doesNotContain("Zm9yZ2Vk");
            try (RawClient nobody = RawClient.secured(gateway.address, CONTEXTS.get("none"), "localhost")) {
                assertThat(nobody.ask(forged).text())
                        .doesNotContainIgnoringCase("client-cert")
                        .doesNotContain("Zm9yZ2Vk");
            }
        }
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(false), CONTEXTS.get("good"))
                        .start()) {
            assertThat(gateway.ask(forged).text())
                    .doesNotContainIgnoringCase("client-cert")
                    .doesNotContain("Zm9yZ2Vk");
        }
    }

    @Test
    void tellsUpstreamsOfTheChainWhereThatIsWanted() throws Exception {
        ListenerTls tls = new TlsFiles(folder)
                .engine(engine())
                .pair("own", AUTHORITY.issue("EC", "localhost"))
                .clients(CLIENTS, true, true)
                .tls();
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, CONTEXTS.get("good by intermediate"))
                        .rules(new ListenerRules(null, 0, null, true, false, null))
                        .start()) {
            String between =
                    Base64.getEncoder().encodeToString(BELOW.certificate().getEncoded());
            String forged = "GET /svc/x HTTP/1.1\r\nHost: gw\r\nClient-Cert-Chain: :Zm9yZ2Vk:\r\n\r\n";
            assertThat(gateway.ask(forged).text())
                    .containsOnlyOnce("Client-Cert: :")
                    .containsOnlyOnce("Client-Cert-Chain: :" + between + ":\n")
                    .doesNotContain("Zm9yZ2Vk");
            try (RawClient client = RawClient.secured(gateway.address, CONTEXTS.get("good"), "localhost")) {
                assertThat(client.ask(forged).text()).contains("Client-Cert: :").doesNotContain("Client-Cert-Chain");
            }
        }
    }

    @Test
    void tellsOfTheCertificateWhereTheSessionIsResumed() throws Exception {
        SSLContext remembering = GOOD.context(AUTHORITY);
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls(true), remembering)
                        .rules(new ListenerRules(null, 0, null, true, false, null))
                        .start()) {
            for (int i = 0; i < 2; i++) {
                Socket plain = RawClient.connected(gateway.address);
                var secured = (SSLSocket) remembering.getSocketFactory().createSocket(plain, "localhost", 1, true);
                try (RawClient client = new RawClient(secured)) {
                    assertThat(client.ask(GET).text()).contains("Client-Cert: :");
                }
            }
        }
    }

    private ListenerTls tls(boolean required) throws Exception {
        return new TlsFiles(folder)
                .engine(engine())
                .pair("own", AUTHORITY.issue("EC", "localhost"))
                .clients(CLIENTS, required)
                .tls();
    }

    /** With TLS 1.3 a client hears only after its handshake that it is turned away. */
    private static Answer ask(TestGateway gateway, String which, String version) throws IOException {
        Socket plain = RawClient.connected(gateway.address);
        var secured = (SSLSocket) CONTEXTS.get(which).getSocketFactory().createSocket(plain, "localhost", 1, true);
        secured.setEnabledProtocols(new String[] {version});
        try (RawClient client = new RawClient(secured)) {
            return client.ask(GET);
        }
    }
}
