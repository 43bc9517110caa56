package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.upstream.HeldPort;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;

/**
 * A gateway has certificates issued by Pebble, the small authority that Let's Encrypt has for tests: it checks signatures, refuses nonces
 * at random, and validates names over the network. The variable PEBBLE names its program.
 */
@Execution(ExecutionMode.CONCURRENT)
@EnabledIfEnvironmentVariable(named = "PEBBLE", matches = ".+", disabledReason = "PEBBLE names no program")
class AcmeOnNamedServerTest {

    private static final TestPki WEB = TestPki.authority("web authority");
    private static final List<String> NAMES = List.of("one.gatehouse.test", "two.gatehouse.test");

    @TempDir
    private Path folder;

    private final HeldPort directory = HeldPort.any();
    private final HeldPort management = HeldPort.any();
    private final HeldPort http = HeldPort.any();
    private final HeldPort https = HeldPort.any();
    private FakeDnsServer names;
    private Process pebble;

    @BeforeEach
    void begin() throws IOException {
        TestPki own = WEB.issue("EC", "localhost", "127.0.0.1");
        Files.writeString(folder.resolve("web.pem"), WEB.chainPem());
        Files.writeString(folder.resolve("own.pem"), own.chainPem());
        Files.writeString(folder.resolve("own.key"), own.keyPem());
        Files.writeString(folder.resolve("registry.yml"), "services: {}\n");
        Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "own.pem", "privateKey": "own.key", "httpPort": %d, "tlsPort": %d,
                  "ocspResponderURL": "", "externalAccountBindingRequired": false}}
                """.formatted(
                        directory.number(), management.number(), http.number(), https.number()));
        names = new FakeDnsServer();
        for (String name : NAMES) {
            names.set(name, new ARecord(FakeDnsServer.name(name), DClass.IN, 60, InetAddress.getLoopbackAddress()));
        }
        List.of(directory, management, http, https).forEach(HeldPort::lend);
        var command = new ProcessBuilder(
                        System.getenv("PEBBLE"),
                        "-config",
                        "pebble.json",
                        "-dnsserver",
                        "127.0.0.1:" + names.address().getPort())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        command.environment().put("PEBBLE_VA_NOSLEEP", "1");
        command.environment().put("PEBBLE_WFE_NONCEREJECT", "30");
        pebble = command.start();
        BufferedReader said = pebble.inputReader();
        String line = said.readLine();
        while (line != null && !line.contains("ACME directory available")) {
            line = said.readLine();
        }
        assertThat(line).as("Pebble listens").isNotNull();
        // Who is not read stands still.
        var reading = new Thread(() -> said.lines().forEach(any -> {}), "pebble-output");
        reading.setDaemon(true);
        reading.start();
    }

    @AfterEach
    void end() throws Exception {
        pebble.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        names.close();
        List.of(directory, management, http, https).forEach(HeldPort::close);
    }

    private Path configuration(String file, int http, int https, String challenge) throws IOException {
        return Files.writeString(
                folder.resolve(file), """
                listen:
                  - address: "127.0.0.1:%d"
                    tls:
                      acme:
                        hosts: %s
                        storage: acme
                        directory: "https://localhost:%d/dir"
                        authorities: web.pem
                        email: ops@gatehouse.test
                        challenges: [%s]
                  - { address: "127.0.0.1:%d", redirect-to-https: 443 }
                admin: { address: "127.0.0.1:0" }
                registry: { file: { path: registry.yml } }
                access-log: { format: off }
                """.formatted(https, NAMES, directory.number(), challenge, http));
    }

    @ParameterizedTest
    @CsvSource({"http-01", "tls-alpn-01"})
    void hasCertificatesIssuedAndServesThem(String challenge) throws Exception {
        SSLContext client = trusting(rootOfPebble());
        try (Gatehouse gateway =
                Gatehouse.start(configuration("gateway.yml", http.number(), https.number(), challenge))) {
            Eventually.holds(
                    "it says that all is well",
                    () -> Calls.admin(gateway, "/health").body().contains("\"status\":\"healthy\""));
            for (String name : NAMES) {
                assertThat(isServed(client, gateway, name)).isTrue();
            }
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains(
                            "gatehouse_acme_orders_total{place=\"listen[0].tls.acme\",result=\"issued\"} 2.0",
                            "gatehouse_acme_leader{place=\"listen[0].tls.acme\"} 1.0");
            try (Gatehouse another = Gatehouse.start(configuration("another.yml", 0, 0, challenge))) {
                for (String name : NAMES) {
                    assertThat(isServed(client, another, name)).isTrue();
                }
                assertThat(Calls.admin(another, "/metrics").body())
                        .contains("gatehouse_acme_leader{place=\"listen[0].tls.acme\"} 0.0");
            }
        }
    }

    private static boolean isServed(SSLContext client, Gatehouse gateway, String name) throws IOException {
        var plain = new Socket(gateway.address().getAddress(), gateway.address().getPort());
        try (var socket = (SSLSocket) client.getSocketFactory()
                .createSocket(plain, name, gateway.address().getPort(), true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return true;
        } catch (SSLException | SocketException refused) {
            return false;
        }
    }

    private String rootOfPebble() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(TestPki.trusting(WEB)).build();
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + management.number() + "/roots/0"));
        String[] pem = new String[1];
        Eventually.holds("Pebble's other port answers", () -> {
            try {
                pem[0] = client.send(request.build(), BodyHandlers.ofString()).body();
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return pem[0];
    }

    private static SSLContext trusting(String pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "root",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
