package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.TestPki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that requires a client certificate, and keys that are bound to some. */
class CertifiedCallersTest {

    private static final TestPki SERVERS = TestPki.authority("servers");
    private static final TestPki CLIENTS = TestPki.authority("clients");
    private static final TestPki BATCH = CLIENTS.issue("EC", "batch");
    private static final TestPki OTHER = CLIENTS.issue("EC", "other");

    @TempDir
    private Path folder;

    @Test
    void getInWithTheirCertificates() throws Exception {
        TestPki own = SERVERS.issue("EC", "localhost");
        Files.writeString(folder.resolve("own.pem"), own.chainPem() + own.keyPem());
        Files.writeString(folder.resolve("clients.pem"), CLIENTS.chainPem());
        String other = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(OTHER.certificate().getEncoded()));
        Files.writeString(folder.resolve("gateway.yml"), """
                listen:
                  address: "127.0.0.1:0"
                  tls: { certificate: own.pem, client-certificates: { authorities: clients.pem, forward: true } }
                admin: { address: "127.0.0.1:0" }
                registry: { file: { path: registry.yml } }
                access-log: { format: off }
                """);
        try (RecordingBackend backend = new RecordingBackend()) {
            Files.writeString(folder.resolve("registry.yml"), """
                    services:
                      sealed: { versions: { "1": { hosts: ["%1$s"], requires: [certificate] } } }
                      orders: { versions: { "1": { hosts: ["%1$s"], requires: [key] } } }
                    products:
                      shop: { packages: { basic: { acl: { orders: { "1": {} } } } } }
                    tenants:
                      acme:
                        name: Acme
                        applications:
                          app:
                            package: shop/basic
                            keys:
                              batch: { value: batch-key, certificates: { subjects: ["cn=batch"] } }
                              other: { value: other-key, certificates: { fingerprints: ["%2$s"] } }
                    """.formatted(backend.url(), other));
            try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
                SSLContext nobody = TestPki.trusting(SERVERS);
                SSLContext batch = BATCH.context(SERVERS);
                SSLContext another = OTHER.context(SERVERS);
                assertThat(get(gateway, nobody, "/sealed", "")).isEqualTo(403);
                assertThat(get(gateway, batch, "/sealed", "")).isEqualTo(200);
                assertThat(get(gateway, nobody, "/orders", "batch-key")).isEqualTo(403);
                assertThat(get(gateway, batch, "/orders", "batch-key")).isEqualTo(200);
                assertThat(get(gateway, another, "/orders", "batch-key")).isEqualTo(403);
                assertThat(get(gateway, another, "/orders", "other-key")).isEqualTo(200);
                assertThat(get(gateway, batch, "/orders", "other-key")).isEqualTo(403);
            }
        }
    }

    private static int get(Gatehouse gateway, SSLContext context, String path, String key) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        URI url = URI.create("https://localhost:" + gateway.address().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        if (!key.isEmpty()) {
            request.header("key", key);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
