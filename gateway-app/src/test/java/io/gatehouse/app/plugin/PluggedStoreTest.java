package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compiled jar with a store of counters and a route of the admin port, used by running gateways. */
class PluggedStoreTest {

    private static final String MODULE = """
            public final class HeapModule extends AdapterModule {
                public record Settings(
                        @Default("exact") LedgerMode mode,
                        @Default("local-share") OutageMode onOutage,
                        @Default("20s") java.time.Duration deadline)
                        implements SharedCounterSettings {}

                public HeapModule() {
                    super(ExtensionPoint.COUNTER_STORE, "heap", Settings.class);
                }

                @Provides
                static CounterStore store() {
                    return new HeapStore();
                }
            }
            """;
    private static final String STORE = """
            final class HeapStore implements CounterStore {
                private final Map<String, StoredCounter> counters = new HashMap<>();

                public synchronized StoredCounter read(String key, java.time.Duration timeout) {
                    return counters.get(key);
                }

                public synchronized StoredCounter increment(
                        String key, BoundedIncrement increment, java.time.Duration timeout) {
                    StoredCounter before = counters.getOrDefault(key, increment.first());
                    long value = increment.apply(before);
                    if (value < 0) {
                        return null;
                    }
                    counters.put(key, before.withValue(value));
                    return counters.get(key);
                }

                public synchronized boolean replace(
                        String key,
                        StoredCounter expected,
                        StoredCounter next,
                        long expiresAtMillis,
                        java.time.Duration timeout) {
                    if (!Objects.equals(counters.get(key), expected)) {
                        return false;
                    }
                    counters.put(key, next);
                    return true;
                }
            }
            """;
    private static final String ROUTE = """
            public final class RouteModule extends AdapterModule {
                public record Settings(@Default("hello") String greeting) {}

                public RouteModule() {
                    super(ExtensionPoint.ADMIN_ROUTE, "greet", Settings.class);
                }

                @Provides
                static AdminRoute route(Settings settings) {
                    return new AdminRoute() {
                        public String path() {
                            return "/greet";
                        }

                        public AdminResponse handle(AdminRequest request) {
                            return AdminResponse.text(200, settings.greeting() + ", " + request.query().get("who"));
                        }
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        new CompiledPlugin()
                .module("HeapModule", MODULE)
                .source("HeapStore", STORE)
                .module("RouteModule", ROUTE)
                .into(folder.resolve("stranger.jar"));
        Files.writeString(folder.resolve("registry.yml"), """
                throttling:
                  strategies: { few: { algorithm: sliding-window, limit: 3, window: 1h, per: address } }
                  public: few
                services:
                  orders:
                    versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } }
                """);
        file = folder.resolve("gateway.yml");
    }

    private void configure(String admin, String more) throws Exception {
        Files.writeString(
                file,
                "plugins: [stranger.jar]\nlisten: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0" + admin
                        + " }\naccess-log: { format: off }\nregistry: { file: { path: registry.yml, watch: false } }\n"
                        + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "leased"})
    void isCountedInByEveryGateway(String mode) throws Exception {
        configure("", "throttling: { store: heap, heap: { mode: " + mode + ", on-outage: open } }\n");

        try (Gatehouse gateway = Gatehouse.start(file)) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                statuses.add(get(gateway.address(), "/orders/v1/x").statusCode());
            }
            assertThat(statuses).containsExactly(502, 502, 502, 429, 429, 429, 429, 429);
            assertThat(get(gateway.adminAddress(), "/health").body()).contains("\"heap\"");
        }
    }

    @Test
    void hasTheSettingsOfAllStoresChecked() throws Exception {
        configure("", "throttling: { store: heap, heap: { mode: leesed } }\n");

        assertThat(ProgramRun.of("check", file.toString()).err())
                .contains(
                        "gateway.yml:6:42 throttling.heap.mode: \"leesed\" (expected one of exact, leased; did you mean"
                                + " leased?)");
    }

    @Test
    void answersAtAPathOfTheAdminPort() throws Exception {
        configure(", routes: { greet: { greeting: welcome } }", "");

        try (Gatehouse gateway = Gatehouse.start(file)) {
            HttpResponse<String> response = get(gateway.adminAddress(), "/greet?who=you");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("welcome, you");
            assertThat(get(gateway.address(), "/greet").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersNothingThatIsNotConfigured() throws Exception {
        configure(", routes: { greeet: {} }", "");
        assertThat(ProgramRun.of("check", file.toString()).err())
                .contains(
                        "gateway.yml:3:42 admin.routes.greeet: unknown key (expected one of greet; did you mean greet?)");

        configure("", "");
        try (Gatehouse gateway = Gatehouse.start(file)) {
            assertThat(get(gateway.adminAddress(), "/greet").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
