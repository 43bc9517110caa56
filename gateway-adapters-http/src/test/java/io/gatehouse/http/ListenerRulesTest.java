package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.tls.ListenerTls;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a port does by itself: it answers its health, sends to HTTPS, and believes proxies that speak the PROXY protocol. */
@Execution(ExecutionMode.CONCURRENT)
class ListenerRulesTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String STATED = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n";

    @TempDir
    private Path folder;

    @Test
    void answersItsHealthUntilItEnds() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .rules(new ListenerRules("/health", 0, null, false, false, null))
                        .start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /health HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.ask("HEAD /health?x=1 HTTP/1.1\r\nHost: gw\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(client.ask("POST /health HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n")
                            .status())
                    .isEqualTo(404);
            assertThat(client.ask("GET /health/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(404);
            assertThat(client.ask(GET).status()).isEqualTo(200);
            gateway.server.beginStop();
            assertThat(client.ask("GET /health HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(503);
            gateway.settled(6);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            443  | gw                  | /svc/x            | https://gw/svc/x
            443  | gw:8080             | /svc/x?a=b&c      | https://gw/svc/x?a=b&c
            8443 | gw:8080             | /                 | https://gw:8443/
            8443 | [::1]:80            | /x?               | https://[::1]:8443/x?
            443  | [::1]               | /%41              | https://[::1]/%41
            """)
    void sendsToHttps(int port, String host, String target, String location) throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .rules(new ListenerRules("/health", port, null, false, false, null))
                        .start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.header("Location")).isEqualTo(location);
            assertThat(client.ask("GET /health HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
            assertThat(backend.heads).isEmpty();
        }
    }

    @Test
    void believesTheProxyWhoTheClientIs() throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("127.0.0.0/8")
                        .proxied()
                        .start()) {
            try (RawClient client = gateway.connect()) {
                assertThat(client.ask(STATED + GET).text()).contains("X-Forwarded-For: 192.0.2.1\n");
                assertThat(client.ask(GET).text()).contains("X-Forwarded-For: 192.0.2.1\n");
            }
            try (RawClient client = gateway.connect()) {
                for (byte one : STATED.getBytes(StandardCharsets.US_ASCII)) {
                    client.socket.getOutputStream().write(one);
                }
                assertThat(client.ask(GET).text()).contains("X-Forwarded-For: 192.0.2.1\n");
            }
            try (RawClient client = gateway.connect()) {
                assertThat(client.ask("PROXY UNKNOWN\r\n" + GET).text()).contains("X-Forwarded-For: 127.0.0.1\n");
            }
            try (RawClient client = gateway.connect()) {
                client.send(GET);
                assertThat(client.isClosedByServer()).isTrue();
            }
            gateway.settled(4);
            Await.until("no connection is left", () -> gateway.server.connections() == 0);
        }
    }

    @Test
    void letsNobodyConnectButProxies() throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("192.0.2.0/24")
                        .proxied()
                        .start();
                RawClient client = gateway.connect()) {
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void countsConnectionsByTheClientThatTheProxyNames() throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("127.0.0.0/8")
                        .proxied()
                        .maxConnections(10, 1)
                        .start();
                RawClient first = gateway.connect();
                RawClient second = gateway.connect();
                RawClient other = gateway.connect()) {
            assertThat(first.ask(STATED + GET).status()).isEqualTo(200);
            second.send(STATED + GET);
            assertThat(second.isClosedByServer()).isTrue();
            assertThat(other.ask(STATED.replace("192.0.2.1", "192.0.2.9") + GET).status())
                    .isEqualTo(200);
            first.hangUp();
            Await.until("the first is gone", () -> gateway.server.connections() == 1);
            try (RawClient again = gateway.connect()) {
                assertThat(again.ask(STATED + GET).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void closesProxiesThatAreSlow() throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("127.0.0.0/8")
                        .proxied()
                        .patience(Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60))
                        .start();
                RawClient client = gateway.connect()) {
            client.send("PROXY TCP4 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void securesWhatComesBehindThePROXYHeader() throws Exception {
        TestPki authority = TestPki.authority("test authority");
        SSLContext trusting = TestPki.trusting(authority);
        ListenerTls tls = new TlsFiles(folder)
                .pair("own", authority.issue("EC", "localhost"))
                .tls();
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .trusting("127.0.0.0/8")
                        .proxied()
                        .tls(tls, trusting)
                        .start()) {
            Socket plain = RawClient.connected(gateway.address);
            plain.getOutputStream().write(STATED.getBytes(StandardCharsets.US_ASCII));
            var secured = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", 1, true);
            try (RawClient client = new RawClient(secured)) {
                assertThat(client.ask(GET).text())
                        .contains("X-Forwarded-For: 192.0.2.1\n")
                        .contains("X-Forwarded-Proto: https\n");
            }
        }
    }
}
