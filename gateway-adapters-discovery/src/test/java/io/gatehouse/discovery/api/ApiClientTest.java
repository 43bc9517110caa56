package io.gatehouse.discovery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gatehouse.discovery.fixture.FakeConsul;
import io.gatehouse.discovery.fixture.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ApiClientTest {

    private static final Path CERTIFICATES = Path.of("src/test/resources/certificates");
    private static final Duration GENEROUS = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 5;
    private static final Executor THREADS = task -> {
        var thread = new Thread(task, "test-client");
        thread.setDaemon(true);
        thread.start();
    };

    private static ApiRequest request(Duration deadline) {
        return new ApiRequest("/v1/health/service/a?passing=true", Map.of("X-Token", "hush"), 1000, deadline);
    }

    private static String outcome(URI uri, @Nullable Path authorities, Duration deadline) throws Exception {
        String outcome = attempt(uri, authorities, deadline);
        // A busy machine may take longer to connect than the client waits.
        for (int n = 0; n < ATTEMPTS && deadline.equals(GENEROUS) && outcome.equals("no response"); n++) {
            outcome = attempt(uri, authorities, deadline);
        }
        return outcome;
    }

    private static String attempt(URI uri, @Nullable Path authorities, Duration deadline) throws Exception {
        try (var client = new ApiClient(uri, authorities, THREADS)) {
            ApiResponse response = client.get(request(deadline)).get(90, TimeUnit.SECONDS);
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            return ApiFailure.reason(e.getCause());
        }
    }

    @Test
    void nothingTakesLongerThanItsDeadline() throws Exception {
        try (var server = new FakeConsul()) {
            server.fault(Fault.SILENT);
            assertThat(outcome(server.uri(), null, Duration.ofMillis(200))).isEqualTo("no response");
        }
    }

    @Test
    void aBodyThatStopsInTheMiddleDoesNotEither() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            CompletableFuture<Boolean> gone = CompletableFuture.supplyAsync(() -> answerHalf(server));
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
            assertThat(outcome(uri, null, Duration.ofMillis(300))).isEqualTo("no response");
            assertThat(gone.get(60, TimeUnit.SECONDS))
                    .as("the connection is closed")
                    .isTrue();
        }
    }

    private static boolean answerHalf(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // The request.
                Thread.onSpinWait();
            }
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aRedirectIsNotFollowedAndAStatusIsSaidWithItsWords() throws Exception {
        try (var server = new FakeConsul()) {
            server.fault(Fault.STATUS_500);
            assertThat(outcome(server.uri(), null, GENEROUS)).isEqualTo("status 500: {\"message\":\"out of order\"}");
        }
    }

    @Test
    void aCertificateHasToBeSignedByWhomItShould() throws Exception {
        HttpsServer server = server("here");
        try {
            URI uri = uri(server);
            assertThat(outcome(uri, CERTIFICATES.resolve("here.pem"), GENEROUS)).isEqualTo("[]");
            assertThat(outcome(uri, null, GENEROUS)).startsWith("TLS: ");
            assertThat(outcome(uri, CERTIFICATES.resolve("elsewhere.pem"), GENEROUS))
                    .startsWith("TLS: ");
            assertThat(outcome(uri, CERTIFICATES.resolve("none.pem"), GENEROUS)).startsWith("there is no file ");
            assertThat(outcome(uri, CERTIFICATES.resolve("here.key"), GENEROUS))
                    .endsWith("here.key holds no certificates in PEM");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateHasToBeThatOfTheHost() throws Exception {
        HttpsServer server = server("elsewhere");
        try {
            assertThat(outcome(uri(server), CERTIFICATES.resolve("elsewhere.pem"), GENEROUS))
                    .startsWith("TLS: ");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRequestShowsNoSecret() {
        assertThat(request(Duration.ofSeconds(1)).toString()).isEqualTo("GET /v1/health/service/a?passing=true");
    }

    private static URI uri(HttpsServer server) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpsServer server(String name) throws Exception {
        String pem = Files.readString(CERTIFICATES.resolve(name + ".key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Certificate certificate;
        try (InputStream in = Files.newInputStream(CERTIFICATES.resolve(name + ".pem"))) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = "[]".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
