package io.gatehouse.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.upstream.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of something that is no gateway, or cannot be reached; a gateway is in {@code LiveComparisonTest}. */
class LiveGatewayTest {

    private static final Logger LOG = LoggerFactory.getLogger(LiveGatewayTest.class);
    private static final RegistryTree NOTHING = new RegistryTree("next", List.of(), List.of());

    @Test
    void saysThatTheConnectionIsRefused() {
        try (HeldPort away = HeldPort.any()) {
            String url = "http://127.0.0.1:" + away.number();

            assertRefused(url, "cannot reach a gateway at " + url + ": connection refused");
        }
    }

    @Test
    void doesNotWaitForMinutesForAServerThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();

            assertRefused(url, "cannot reach a gateway at " + url + ": no answer");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Content-Type: text/html~Content-Length: 6~~<html> | is not the admin port of a gateway: it answers 200 text/html
            HTTP/1.1 404 Not Found~Content-Type: text/html~Content-Length: 0~~ | is not the admin port of a gateway: it answers 404 text/html
            HTTP/1.1 302 Found~Location: /login~Content-Length: 0~~            | is not the admin port of a gateway: it answers 302
            HTTP/1.1 200 OK~Content-Type: application/json~Content-Length: 2~~{} | is not the admin port of a gateway: it answers 200 application/json
            HTTP/1.1 200 OK~Content-Length: 100~~short                         | connection closed
            SSH-2.0-OpenSSH_9.2~                                               | it does not speak HTTP
            ''                                                                 | connection closed
            """)
    void saysThatItIsNoGateway(String answer, String reason) throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answering(server, answer.replace("~", "\r\n"));
            String url = "http://127.0.0.1:" + server.getLocalPort();

            assertThatThrownBy(() -> compare(url, null))
                    .isInstanceOf(LiveGateway.NotCompared.class)
                    .hasMessageContaining(url)
                    .hasMessageEndingWith(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"version\":1}"})
    void keepsTheRegistryFromWhoeverIsNoGateway(String page) throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, page.length());
            exchange.getResponseBody().write(page.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        try {
            assertThatThrownBy(() ->
                            compare("http://127.0.0.1:" + server.getAddress().getPort() + "/", null))
                    .isInstanceOf(LiveGateway.NotCompared.class);
            assertThat(asked).containsExactly("GET /registry");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysThatThereIsNoTls() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answering(server, "HTTP/1.1 400 Bad Request\r\n\r\n");
            String url = "https://127.0.0.1:" + server.getLocalPort();

            assertThatThrownBy(() -> compare(url, Secret.parse("open-sesame")))
                    .isInstanceOf(LiveGateway.NotCompared.class)
                    .hasMessageStartingWith("cannot reach a gateway at " + url + ": TLS: ")
                    .hasMessageNotContaining("sesame");
        }
    }

    private static void assertRefused(String url, String message) {
        assertThatThrownBy(() -> compare(url, null))
                .isInstanceOf(LiveGateway.NotCompared.class)
                .hasMessage(message);
    }

    private static void compare(String url, @Nullable Secret token) throws LiveGateway.NotCompared {
        LiveGateway.at(url, token).compare(NOTHING);
    }

    /** Reads the head of each request, answers, and closes the connection in order, until the server is closed. */
    private static void answering(ServerSocket server, String answer) {
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    assertThat(client.getInputStream().read(new byte[4096])).isPositive();
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                    LOG.debug("the client or the test has gone", gone);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
