package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.upstream.HeldPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with two ports: HTTPS, and one that sends there. */
class SecuredPortsTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("registry.yml"), "services: {}\n");
        Files.writeString(folder.resolve("gateway.yml"), """
                listen:
                  - { address: "127.0.0.1:0", tls: { certificate: own.pem }, hsts: 1d, health-path: /up }
                  - { address: "127.0.0.1:0", redirect-to-https: 8443, health-path: /up }
                admin: { address: "127.0.0.1:0" }
                registry: { file: { path: registry.yml } }
                access-log: { format: off }
                """);
    }

    private void serve(TestPki pair) throws IOException {
        Files.writeString(folder.resolve("own.pem"), pair.chainPem() + pair.oldKeyPem());
    }

    @Test
    void servesEachPortAsItIsConfigured() throws Exception {
        serve(AUTHORITY.issue("EC", "localhost"));
        try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
            assertThat(gateway.addresses()).hasSize(2).first().isEqualTo(gateway.address());
            String secured = "https://localhost:" + gateway.address().getPort();
            HttpResponse<String> up = get(secured + "/up");
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=86400");
            assertThat(get(secured + "/nobody").statusCode()).isEqualTo(404);
            String plain = "http://localhost:" + gateway.addresses().get(1).getPort();
            HttpResponse<String> sent = get(plain + "/nobody?x=1");
            assertThat(sent.statusCode()).isEqualTo(308);
            assertThat(sent.headers().firstValue("Location")).hasValue("https://localhost:8443/nobody?x=1");
            assertThat(sent.headers().firstValue("Strict-Transport-Security")).isEmpty();
            assertThat(get(plain + "/up").statusCode()).isEqualTo(200);

            JsonNode health = health(gateway);
            assertThat(health.get("status").asText()).isEqualTo("healthy");
            JsonNode certificate = health.get("tls").get("certificates").get(0);
            assertThat(certificate.get("place").asText()).isEqualTo("listen[0].tls");
            assertThat(certificate.get("names").asText()).isEqualTo("localhost");
            assertThat(certificate.get("expiring").asBoolean()).isFalse();
            assertThat(get("http://127.0.0.1:" + gateway.adminAddress().getPort() + "/metrics")
                            .body())
                    .contains(
                            "gatehouse_certificate_expires_timestamp_seconds{certificate=\"0\",place=\"listen[0].tls\"}",
                            "gatehouse_certificate_problems 0.0",
                            "gatehouse_tls_handshakes_total{result=\"completed\"}");
        }
    }

    @Test
    void saysAheadThatACertificateExpires() throws Exception {
        Instant now = Instant.now();
        serve(AUTHORITY.issue("EC", now.minus(Duration.ofDays(80)), now.plus(Duration.ofDays(9)), "localhost"));
        try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
            JsonNode health = health(gateway);
            assertThat(health.get("status").asText()).isEqualTo("healthy");
            assertThat(health.at("/tls/certificates/0/expiring").asBoolean()).isTrue();
            assertThat(health.at("/tls/certificates/0/expired").asBoolean()).isFalse();
        }
    }

    @Test
    void startsWithoutACertificateThatIsAwaitedAndSaysSo() throws Exception {
        try (HeldPort nobody = HeldPort.any()) {
            Files.writeString(folder.resolve("gateway.yml"), """
                    listen:
                      address: "127.0.0.1:0"
                      tls:
                        acme: { hosts: [api.test], storage: acme, directory: "https://localhost:%d/dir" }
                    admin: { address: "127.0.0.1:0" }
                    registry: { file: { path: registry.yml } }
                    access-log: { format: off }
                    """.formatted(nobody.number()));
            try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
                assertThat(Calls.admin(gateway, "/readyz").statusCode()).isEqualTo(200);
                String secured = "https://localhost:" + gateway.address().getPort();
                assertThatThrownBy(() -> get(secured)).isInstanceOf(IOException.class);
                JsonNode health = health(gateway);
                assertThat(health.get("status").asText()).isEqualTo("degraded");
                assertThat(health.at("/tls/certificates/0/names").asText()).isEqualTo("api.test");
                assertThat(health.at("/tls/certificates/0").has("expires")).isFalse();
                Eventually.logged(
                        "the failure is told",
                        () -> health(gateway)
                                .at("/tls/problems/0")
                                .asText()
                                .contains("the authority cannot be reached, "));
                assertThat(Calls.admin(gateway, "/metrics").body())
                        .contains(
                                "gatehouse_acme_orders_total{place=\"listen.tls.acme\",result=\"issued\"} 0.0",
                                "gatehouse_acme_leader{place=\"listen.tls.acme\"} 1.0",
                                "gatehouse_certificate_problems 1.0");
            }
        }
    }

    private static JsonNode health(Gatehouse gateway) throws Exception {
        return new ObjectMapper()
                .readTree(get("http://127.0.0.1:" + gateway.adminAddress().getPort() + "/health")
                        .body());
    }

    private static HttpResponse<String> get(String url) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestPki.trusting(AUTHORITY))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
