package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.TestPki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that share a host, each with authorities, a certificate and a name of its own. */
class UpstreamTlsTest {

    private static final TestPki SERVERS = TestPki.authority("servers");
    private static final TestPki CLIENTS = TestPki.authority("clients");

    @TempDir
    private Path folder;

    private void write(String name, TestPki pair) throws Exception {
        Files.writeString(folder.resolve(name), pair.chainPem() + pair.keyPem());
    }

    /** Answers with the subject of whoever calls. */
    private static HttpsServer host(ExecutorService threads) throws Exception {
        SSLContext context = SERVERS.issue("EC", "mesh.internal").context(CLIENTS);
        var host = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needed = context.getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        });
        host.createContext("/", exchange -> {
            byte[] subject = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName()
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, subject.length);
            exchange.getResponseBody().write(subject);
            exchange.close();
        });
        host.setExecutor(threads);
        host.start();
        return host;
    }

    @Test
    void isOfTheService() throws Exception {
        write("orders.pem", CLIENTS.issue("EC", "orders"));
        write("carts.pem", CLIENTS.issue("EC", "carts"));
        Files.writeString(folder.resolve("servers.pem"), SERVERS.chainPem());
        Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                registry: { file: { path: registry.yml } }
                access-log: { format: off }
                upstream-tls:
                  - { name: orders, authorities: servers.pem, certificate: orders.pem, server-name: mesh.internal }
                  - { name: carts, authorities: servers.pem, certificate: carts.pem, server-name: mesh.internal }
                  - { hosts: [127.0.0.1], authorities: servers.pem, certificate: carts.pem, server-name: other.internal }
                """);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpsServer host = host(threads);
        try {
            String url = "https://127.0.0.1:" + host.getAddress().getPort();
            Files.writeString(folder.resolve("registry.yml"), """
                    services:
                      orders:
                        upstream-tls: orders
                        health-check: { path: /up, interval: 1s }
                        versions: { "1": { hosts: ["%1$s"], requires: [] } }
                      carts: { upstream-tls: carts, versions: { "1": { hosts: ["%1$s"], requires: [] } } }
                      others: { versions: { "1": { hosts: ["%1$s"], requires: [] } } }
                    """.formatted(url));
            try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
                for (int i = 0; i < 2; i++) {
                    assertThat(Calls.get(gateway, "/orders/x").body()).isEqualTo("CN=orders");
                    assertThat(Calls.get(gateway, "/carts/x").body()).isEqualTo("CN=carts");
                    assertThat(Calls.get(gateway, "/others/x").statusCode()).isEqualTo(502);
                }
            }
        } finally {
            host.stop(0);
            threads.shutdownNow();
        }
    }
}
