package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.discovery.fixture.FakeKubernetes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that come and go while calls are made: none fails, as each host serves until it is gone and its calls have ended. */
class DiscoveredUnderLoadTest {

    private static final int HOSTS = 4;
    private static final int CALLERS = 3;
    private static final long SEED = 11;

    @TempDir
    private Path folder;

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void noCallFailsWhileEndpointsChange() throws Exception {
        change(150);
    }

    @Test
    @Tag("proof")
    void noCallFailsInAThousandChanges() throws Exception {
        change(1_000);
    }

    private void change(int changes) throws Exception {
        for (int n = 0; n < HOSTS; n++) {
            servers.add(server());
        }
        try (var cluster = new FakeKubernetes()) {
            boolean[] ready = new boolean[HOSTS];
            for (int n = 0; n < HOSTS; n++) {
                ready[n] = true;
                put(cluster, n, true);
            }
            try (Gatehouse gateway = Gatehouse.start(configuration(cluster.uri()))) {
                cluster.awaitWatches(1);
                var called = new Semaphore(0);
                var failures = new ConcurrentLinkedQueue<String>();
                var over = new AtomicBoolean();
                var callers = Executors.newFixedThreadPool(CALLERS);
                for (int n = 0; n < CALLERS; n++) {
                    callers.execute(() -> call(gateway, over, called, failures));
                }
                var random = new Random(SEED);
                for (int n = 0; n < changes; n++) {
                    int host = random.nextInt(HOSTS);
                    boolean last = ready[host] && count(ready) == 1;
                    if (!last) {
                        ready[host] = !ready[host];
                        put(cluster, host, ready[host]);
                    }
                    assertThat(called.tryAcquire(2, 30, TimeUnit.SECONDS))
                            .as("calls go on")
                            .isTrue();
                    assertThat(failures).as("change %s, seed %s", n, SEED).isEmpty();
                }
                over.set(true);
                callers.shutdown();
                assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
                assertThat(failures).isEmpty();
            }
            cluster.verify();
        }
    }

    private static int count(boolean[] ready) {
        int count = 0;
        for (boolean one : ready) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private void put(FakeKubernetes cluster, int host, boolean ready) {
        String spec = FakeKubernetes.ready(
                servers.get(host).getAddress().getPort(), ready ? List.of("127.0.0.1") : List.of());
        cluster.put("shop", "orders", "orders-" + host, spec);
    }

    private Path configuration(URI api) throws IOException {
        Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                access-log: { format: off }
                registry: { file: { path: registry.yml, watch: false } }
                discovery: { kubernetes: { api: "%s", namespace: shop } }
                """.formatted(api));
        Files.writeString(folder.resolve("registry.yml"), """
                services:
                  orders:
                    retry: off
                    versions: { "1": { hosts: { kubernetes: orders, port: http }, requires: [] } }
                """);
        return folder.resolve("gateway.yml");
    }

    private static HttpServer server() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "upstream");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void call(Gatehouse gateway, AtomicBoolean over, Semaphore called, Queue<String> failures) {
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/orders/v1/x"))
                .timeout(Duration.ofSeconds(20))
                .build();
        while (!over.get() && failures.isEmpty()) {
            try {
                var response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    failures.add(response.statusCode() + " " + response.body());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            called.release();
        }
        called.release(10);
    }
}
