package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Streams and WebSocket connections end with the file that granted them. */
@Execution(ExecutionMode.CONCURRENT)
class RevocationByReloadTest {

    private static final String SERVICES = """
            services:
              feed: { versions: { "1": { hosts: ["http://127.0.0.1:%1$d"], requires: [key] } } }
              kept: { keep-open: true, versions: { "1": { hosts: ["http://127.0.0.1:%1$d"], requires: [key] } } }
            """;
    private static final String PRODUCTS = """
            products:
              shop: { packages: { basic: { acl: { feed: { "1": {} }, kept: { "1": {} } } } } }
            """;
    private static final String TENANTS = """
            tenants:
              acme:
                name: Acme
                applications:
                  app: { package: shop/basic, keys: { web: { value: web-key%s } } }
              other:
                name: Other
                applications:
                  app: { package: shop/basic, keys: { web: { value: other-key } } }
            """;

    @TempDir
    private Path temporary;

    private ServerSocket host;
    private RegistryFolder registry;

    @BeforeEach
    void start() throws Exception {
        host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(() -> {
            while (true) {
                Socket client = host.accept();
                background(() -> stream(client));
            }
        });
        registry = new RegistryFolder(temporary);
        registry.write("services.yml", SERVICES.formatted(host.getLocalPort()));
        registry.write("products.yml", PRODUCTS);
        registry.write("tenants.yml", TENANTS.formatted(""));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void endWithTheirKey() throws Exception {
        try (Gatehouse gateway = registry.start();
                RawConnection stream = get(gateway, "/feed/x", "web-key");
                RawConnection socket = upgrade(gateway, "/feed/x", "web-key");
                RawConnection kept = get(gateway, "/kept/x", "web-key");
                RawConnection other = get(gateway, "/feed/x", "other-key")) {
            registry.write("tenants.yml", TENANTS.formatted(", revoked: true"));

            assertThat(stream.readAll()).doesNotContain("\r\n0\r\n");
            String ended = socket.readAll();
            assertThat(ended.indexOf('\u0088')).isNotNegative();
            assertThat(ended.substring(ended.indexOf('\u0088') + 2)).startsWith("\u0003\u00f0The key");
            assertThat(kept.read(1000)).hasSize(1000);
            assertThat(other.read(1000)).hasSize(1000);
            Eventually.shows(gateway, "gatehouse_rejections_total{code=\"access-revoked\",fault=\"client\"} 2");
        }
    }

    @Test
    void endWithTheirTenant() throws Exception {
        try (Gatehouse gateway = registry.start();
                RawConnection stream = get(gateway, "/feed/x", "web-key");
                RawConnection other = get(gateway, "/feed/x", "other-key")) {
            registry.write("tenants.yml", "tenants:\n" + TENANTS.substring(TENANTS.indexOf("  other:")));

            assertThat(stream.readAll()).doesNotContain("\r\n0\r\n");
            assertThat(other.read(1000)).hasSize(1000);
        }
    }

    @Test
    void endWithTheirServiceEvenIfItKeptThemOpen() throws Exception {
        try (Gatehouse gateway = registry.start();
                RawConnection stream = get(gateway, "/kept/x", "web-key");
                RawConnection other = get(gateway, "/feed/x", "other-key")) {
            registry.write("products.yml", PRODUCTS.replace(", kept: { \"1\": {} }", ""));
            registry.write(
                    "services.yml", SERVICES.formatted(host.getLocalPort()).replaceAll("(?m)^  kept.*\n", ""));

            assertThat(stream.readAll()).doesNotContain("\r\n0\r\n");
            assertThat(other.read(1000)).hasSize(1000);
        }
    }

    private static RawConnection get(Gatehouse gateway, String path, String key) throws IOException {
        RawConnection client = RawConnection.to(gateway.address())
                .send("GET " + path + " HTTP/1.1\r\nHost: gw\r\nkey: " + key + "\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        return client;
    }

    private static RawConnection upgrade(Gatehouse gateway, String path, String key) throws IOException {
        RawConnection client = RawConnection.to(gateway.address())
                .send("GET " + path + " HTTP/1.1\r\nHost: gw\r\nkey: " + key
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /** Sends events, or frames of a letter each, for ever. */
    private static void stream(Socket client) throws IOException {
        try (client) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            boolean upgrades = head.indexOf("Upgrade: websocket") >= 0;
            send(
                    client,
                    upgrades
                            ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n");
            while (true) {
                send(client, upgrades ? "\u0081\u0001x" : "9\r\ndata: 1\n\n\r\n");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Work that ends when its socket is closed. */
    @FunctionalInterface
    private interface SocketWork {
        void run() throws IOException;
    }

    private static void background(SocketWork work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // Either side has gone, which is what these tests wait for.
                    }
                },
                "test-host");
        thread.setDaemon(true);
        thread.start();
    }
}
