package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 that clients and hosts agree on by ALPN, with a client that is not ours. */
class Http2TlsTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext CLIENT = TestPki.trusting(AUTHORITY);

    @TempDir
    private Path folder;

    /** Of the native one as well, see {@link NativeTlsTest}. */
    TlsEngine engine() {
        return TlsEngine.JDK;
    }

    @Test
    void isSpokenByClientsAndHosts() throws Exception {
        ListenerTls tls = new TlsFiles(folder)
                .engine(engine())
                .pair("own", AUTHORITY.issue("EC", "localhost"))
                .http2()
                .tls();
        try (Backend backend = Backend.echo();
                TestGateway inner =
                        TestGateway.to(backend).tls(tls, CLIENT).http2().start();
                TestGateway outer = TestGateway.to(new HostAddress(true, true, "localhost", inner.address.getPort()))
                        .trust(CLIENT)
                        .tls(tls, CLIENT)
                        .http2()
                        .start()) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(CLIENT)
                    .build();
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            String body = "x".repeat(200_000);
            for (int i = 0; i < 20; i++) {
                var to = URI.create("https://localhost:" + outer.address.getPort() + "/svc/svc/" + i);
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(to)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> one : all) {
                HttpResponse<String> response = one.join();
                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).contains("X-Forwarded-Proto: https").endsWith(body);
            }
            outer.settled(20);
            inner.settled(20);
            assertThat(inner.records)
                    .extracting(record -> record.request().protocol())
                    .containsOnly("HTTP/2.0");
        }
    }

    @Test
    void needsAHostThatSpeaksIt() throws Exception {
        ListenerTls tls = new TlsFiles(folder)
                .engine(engine())
                .pair("own", AUTHORITY.issue("EC", "localhost"))
                .tls();
        try (Backend backend = Backend.echo();
                TestGateway inner = TestGateway.to(backend).tls(tls, CLIENT).start();
                TestGateway outer = TestGateway.to(new HostAddress(true, true, "localhost", inner.address.getPort()))
                        .trust(CLIENT)
                        .start()) {
            assertThat(outer.get("/svc/x").status()).isEqualTo(502);
        }
    }
}
