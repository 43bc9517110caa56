package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.endtoend.EmulatedStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A POST with a key that comes to two processes at once takes effect once: over an emulator of MongoDB, on real sockets. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class IdempotencyOfTwoProcessesTest {

    private static final int ROUNDS = 30;
    private static final int CLIENTS = 8;

    /** By the path that was posted to. */
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    private HttpServer backend;
    private EmulatedStore store;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(threads);
        backend.createContext("/", this::post);
        backend.start();
        store = new EmulatedStore();
    }

    private void post(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String effect = path + " for the time " + effects.merge(path, 1, Integer::sum);
        byte[] body = effect.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(201, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @AfterEach
    void stop() {
        store.close();
        backend.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theOthersGetTheStoredAnswerOrAreToldThatItIsUnderWay() throws Exception {
        try (SharingGateway one = start("one");
                SharingGateway other = start("other")) {
            var together = new CyclicBarrier(CLIENTS);
            List<Future<List<KeepAliveClient.Answer>>> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                clients.add(threads.submit(client(n % 2 == 0 ? one : other, together)));
            }
            List<List<KeepAliveClient.Answer>> answers = new ArrayList<>();
            for (Future<List<KeepAliveClient.Answer>> client : clients) {
                answers.add(client.get(2, TimeUnit.MINUTES));
            }
            for (int round = 0; round < ROUNDS; round++) {
                int of = round;
                List<KeepAliveClient.Answer> ofRound =
                        answers.stream().map(client -> client.get(of)).toList();
                assertThat(effects).containsEntry("/" + round, 1);
                assertThat(ofRound)
                        .as("round %d", round)
                        .allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409))
                        .anySatisfy(answer -> assertThat(answer.status()).isEqualTo(201))
                        .filteredOn(answer -> answer.status() == 201)
                        .allSatisfy(answer -> assertThat(answer.start()).isEqualTo("/" + of + " for the time 1"));
            }
            for (SharingGateway gateway : List.of(one, other)) {
                KeepAliveClient.Answer again = post(gateway, 0);
                assertThat(again.status()).isEqualTo(201);
                assertThat(again.start()).isEqualTo("/0 for the time 1");
            }
            assertThat(effects)
                    .hasSize(ROUNDS)
                    .allSatisfy((path, times) -> assertThat(times).isEqualTo(1));
        }
    }

    private SharingGateway start(String name) throws IOException {
        return SharingGateway.start(
                Files.createDirectories(folder.resolve(name)),
                "uri: \"mongodb://127.0.0.1:%d\", database: gateway, deadline: 10s".formatted(store.port()),
                """
                services:
                  orders: { idempotency: {}, versions: { "1": { hosts: ["http://127.0.0.1:%d"], requires: [key] } } }
                products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
                tenants:
                  acme: { name: Acme, applications: { app: { package: shop/basic, keys: { web: { value: acme-key } } } } }
                """.formatted(backend.getAddress().getPort()));
    }

    /** Posts once in each round, when all others do. */
    private static Callable<List<KeepAliveClient.Answer>> client(SharingGateway gateway, CyclicBarrier together) {
        return () -> {
            List<KeepAliveClient.Answer> answers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                together.await(1, TimeUnit.MINUTES);
                answers.add(post(gateway, round));
            }
            return answers;
        };
    }

    private static KeepAliveClient.Answer post(SharingGateway gateway, int key) throws IOException {
        try (var client = new KeepAliveClient(gateway.port())) {
            return client.send("POST /orders/" + key + " HTTP/1.1\r\nHost: gw\r\nkey: acme-key\r\nIdempotency-Key: k"
                            + key + "\r\nContent-Length: 4\r\n\r\nbody")
                    .answer();
        }
    }
}
