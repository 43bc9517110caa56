package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.domain.TestPki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an authority says of a certificate goes to clients within the handshake, where the Java platform is told to ask. */
@Execution(ExecutionMode.CONCURRENT)
class StaplingTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path folder;

    @Test
    void handsOnWhatTheAuthoritySays() throws Exception {
        TestPki own = AUTHORITY.issue("EC", "localhost");
        byte[] good = AUTHORITY.ocspResponse(own.certificate());
        var asked = new AtomicInteger();
        HttpServer responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, good.length);
            exchange.getResponseBody().write(good);
            exchange.close();
        });
        responder.start();
        TestPki chain = own.with(AUTHORITY);
        Files.writeString(folder.resolve("own.pem"), chain.chainPem() + chain.keyPem());
        Files.writeString(folder.resolve("registry.yml"), "services: {}\n");
        Path configuration = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0", tls: { certificate: own.pem } }
                admin: { address: "127.0.0.1:0" }
                registry: { file: { path: registry.yml, watch: false } }
                """);
        List<String> options = List.of(
                "-Djdk.tls.server.enableStatusRequestExtension=true",
                "-Djdk.tls.stapling.responderOverride=true",
                "-Djdk.tls.stapling.responderURI=http://127.0.0.1:"
                        + responder.getAddress().getPort() + "/");
        try (Program program = Program.start(options, Map.of(), "run", "--config", configuration.toString())) {
            String listening = program.awaitErr(line -> line.contains("listening on"));
            int port = Integer.parseInt(listening.replaceAll(".*listening on https://\\S*?:(\\d+)\\D.*", "$1"));
            for (int i = 1; i <= 2; i++) {
                assertThat(stapled(port)).containsExactly(good);
                assertThat(asked).as("what is known is not asked for again").hasValue(1);
            }
        } finally {
            responder.stop(0);
        }
    }

    /** What came in the handshake of a client that would not have done with less, as the certificate says nobody to ask. */
    private static byte[] stapled(int port) throws Exception {
        try (var socket =
                (SSLSocket) checking().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            List<byte[]> responses = ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
            assertThat(responses).isNotEmpty();
            return responses.get(0);
        }
    }

    private static SSLContext checking() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", AUTHORITY.certificate());
        var parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
        var checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        parameters.addCertPathChecker(checker);
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(new CertPathTrustManagerParameters(parameters));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
