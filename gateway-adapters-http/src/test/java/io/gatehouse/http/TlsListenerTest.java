package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.tls.ListenerTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of a port with TLS see, and how it bears those who do not keep to the protocol. */
@Execution(ExecutionMode.CONCURRENT)
class TlsListenerTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext CLIENT = TestPki.trusting(AUTHORITY);

    @TempDir
    private Path folder;

    private TlsFiles files;

    @BeforeEach
    void files() {
        files = new TlsFiles(folder);
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
