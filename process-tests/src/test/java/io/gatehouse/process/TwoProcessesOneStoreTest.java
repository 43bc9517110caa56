package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import io.gatehouse.app.endtoend.EmulatedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two gateways, each a process of its own, admit one limit together: over an emulator of MongoDB, on real sockets. */
@Tag("proof")
class TwoProcessesOneStoreTest {

    private static final int LIMIT = 100;
    private static final int ROUNDS = 20;
    private static final int CLIENTS = 16;
    private static final int REQUESTS_OF_CLIENT = 20;

    /** By the service that each is for; with windows so long that none ends, and buckets that stay empty, meanwhile. */
    private static final Map<String, String> STRATEGIES = Map.of(
            "fixed", "algorithm: fixed-window, limit: 100, window: 3650d, per: address",
            "sliding", "algorithm: sliding-window, limit: 100, window: 24h, per: address",
            "bucket", "algorithm: token-bucket, capacity: 100, refill: 1/h, per: address");

    @TempDir
    private Path folder;

    private Backend backend;
    private EmulatedStore store;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
        store = new EmulatedStore();
    }

    @AfterEach
    void stop() {
        store.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({"exact, 0", "leased, 20"})
    void admitTheLimitTogether(String mode, int mostUnused) throws Exception {
        String settings =
                "uri: \"mongodb://127.0.0.1:%d\", database: gateway, mode: %s, on-outage: closed, deadline: 10s"
                        .formatted(store.port(), mode);
        try (SharingGateway one = start("one", settings);
                SharingGateway other = start("other", settings)) {
            for (SharingGateway gateway : List.of(one, other)) {
                gateway.awaitHealth("both are known", health -> health.contains("\"nodes\":2"));
            }
            for (String service : STRATEGIES.keySet()) {
                for (int round = 0; round < ROUNDS; round++) {
                    int before = backend.calls();
                    int admitted = admitted(one, other, "/" + service, "198.51.100." + round);
                    assertThat(admitted)
                            .as("%s, %s, round %d", mode, service, round)
                            .isBetween(LIMIT - mostUnused, LIMIT);
                    assertThat(backend.calls() - before).isEqualTo(admitted);
                }
            }
        }
    }

    private SharingGateway start(String name, String settings) throws IOException {
        return SharingGateway.start(Files.createDirectories(folder.resolve(name)), settings, STRATEGIES, backend);
    }

    private static int admitted(SharingGateway one, SharingGateway other, String path, String address)
            throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            var together = new CyclicBarrier(CLIENTS);
            var results = new ArrayList<Future<Integer>>();
            for (int n = 0; n < CLIENTS; n++) {
                results.add(clients.submit(client(n % 2 == 0 ? one : other, path, address, together)));
            }
            int admitted = 0;
            for (Future<Integer> result : results) {
                admitted += result.get(2, TimeUnit.MINUTES);
            }
            return admitted;
        } finally {
            clients.shutdownNow();
        }
    }

    private static Callable<Integer> client(
            SharingGateway gateway, String path, String address, CyclicBarrier together) {
        return () -> {
            int admitted = 0;
            try (var client = new KeepAliveClient(gateway.port())) {
                together.await();
                for (int n = 0; n < REQUESTS_OF_CLIENT; n++) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: gw\r\nX-Forwarded-For: " + address + "\r\n\r\n");
                    int status = client.answer().status();
                    assertThat(status).isIn(200, 429);
                    admitted += status == 200 ? 1 : 0;
                }
            }
            return admitted;
        };
    }
}
