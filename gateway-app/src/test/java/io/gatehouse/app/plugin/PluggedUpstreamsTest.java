package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.endtoend.EmulatedStore;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compiled jar that finds out hosts, and one that chooses among them, used by the commands and by running gateways. */
class PluggedUpstreamsTest {

    /** Gives what it is asked for, and whom to report to, to the test by a map that both can see. */
    private static final String DISCOVERY = """
            public final class RoomsModule extends AdapterModule {
                public record Settings(@Default("1") @Range(min = 1, max = 9) int floor) {}

                record Room(String rooms, @Default("left") String door, @org.jspecify.annotations.Nullable Secret code) {}

                public RoomsModule() {
                    super("rooms", Settings.class, Room.class);
                }

                @Provides
                @SuppressWarnings("unchecked")
                static HostDiscovery discovery(Settings settings) {
                    var watched = (Map<String, HostDiscovery.Receiver>) System.getProperties().get("stranger.rooms");
                    return (version, source, receiver) -> {
                        var room = (Room) source.parameters();
                        String name = settings.floor() + "/" + room.rooms() + "/" + room.door();
                        watched.put(name, receiver);
                        return () -> watched.remove(name, receiver);
                    };
                }
            }
            """;

    private static final String STRATEGY = """
            public final class LastModule extends AdapterModule {
                public record Settings() {}

                public LastModule() {
                    super(ExtensionPoint.LOAD_BALANCING, "last-host", Settings.class);
                }

                @Provides
                static BalancingStrategy strategy() {
                    return (hosts, before) -> (request, tried) -> {
                        for (int i = hosts.size() - 1; i >= 0; i--) {
                            if (!tried.contains(hosts.get(i))) {
                                return hosts.get(i);
                            }
                        }
                        return null;
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    private final Map<String, HostDiscovery.Receiver> watched = new ConcurrentHashMap<>();
    private final List<HttpServer> upstreams = new ArrayList<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        System.getProperties().put("stranger.rooms", watched);
        new CompiledPlugin()
                .module("RoomsModule", DISCOVERY)
                .module("LastModule", STRATEGY)
                .into(folder.resolve("stranger.jar"));
        file = folder.resolve("gateway.yml");
    }

    @AfterEach
    void close() {
        System.getProperties().remove("stranger.rooms");
        upstreams.forEach(upstream -> upstream.stop(0));
    }

    private String configure(String more, String service) throws IOException {
        Files.writeString(
                file,
                "plugins: [stranger.jar]\nlisten: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                        + "access-log: { format: off }\nregistry: { file: { path: registry.yml, watch: false } }\n"
                        + more);
        Files.writeString(
                folder.resolve("registry.yml"),
                "services:\n  orders:\n    " + service.strip().replace("\n", "\n    ") + "\n");
        return file.toString();
    }

    private String discovered() throws IOException {
        return configure(
                "discovery: { rooms: { floor: 2 } }\n",
                "versions: { \"1\": { hosts: { rooms: kitchen, code: hush }, requires: [] } }");
    }

    /** An upstream that says its name. */
    private Host upstream(String name) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        upstreams.add(server);
        return new Host(new HostAddress(false, "127.0.0.1", server.getAddress().getPort()), 1);
    }

    @Test
    void hostsComeAndGoWithoutAReload() throws Exception {
        discovered();
        Host first = upstream("first");
        Host second = upstream("second");

        try (Gatehouse gateway = Gatehouse.start(file)) {
            assertThat(watched).containsOnlyKeys("2/kitchen/left");
            assertThat(call(gateway).statusCode()).isEqualTo(503);
            HostDiscovery.Receiver receiver = watched.get("2/kitchen/left");
            receiver.hosts(List.of(first));
            assertThat(call(gateway).body()).isEqualTo("first");
            receiver.hosts(List.of(second));
            assertThat(call(gateway).body()).isEqualTo("second");

            receiver.failed("the house is dark");
            assertThat(call(gateway).body()).isEqualTo("second");
            assertThat(admin(gateway, "/health").body())
                    .contains("\"discovery_failure\":\"the house is dark\"")
                    .contains("\"status\":\"degraded\"");
            assertThat(admin(gateway, "/metrics").body())
                    .contains("gatehouse_upstream_discovery_failing{service=\"orders\",version=\"1\"} 1.0\n");
            receiver.hosts(List.of());
            assertThat(call(gateway).statusCode()).isEqualTo(503);
        }
        assertThat(watched).isEmpty();
    }

    @Test
    void anotherQuestionIsAskedAfterAReload() throws Exception {
        discovered();
        try (Gatehouse gateway = Gatehouse.start(file)) {
            watched.get("2/kitchen/left").hosts(List.of(upstream("kitchen")));
            Files.writeString(
                    folder.resolve("registry.yml"),
                    Files.readString(folder.resolve("registry.yml")).replace("code: hush", "door: right"));
            gateway.reload();
            assertThat(watched).containsOnlyKeys("2/kitchen/right");
            assertThat(call(gateway).body()).isEqualTo("kitchen");
        }
    }

    @Test
    void aKeyMayHaveDiscoveredHostsOfItsOwn() throws Exception {
        configure(
                "discovery: { rooms: { floor: 2 } }\n",
                "versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [key] } }");
        Files.writeString(folder.resolve("registry.yml"), """
                products: { shop: { packages: { basic: { acl: { orders: { "1": { access: false } } } } } } }
                tenants:
                  acme:
                    name: Acme
                    applications:
                      storefront:
                        package: shop/basic
                        keys: { web: { value: web-key, hosts: { orders: { rooms: cellar } } } }
                """, StandardOpenOption.APPEND);

        try (Gatehouse gateway = Gatehouse.start(file)) {
            assertThat(watched).containsOnlyKeys("2/cellar/left");
            watched.get("2/cellar/left").hosts(List.of(upstream("cellar")));
            assertThat(get(gateway.address(), "/orders/v1/x?key=web-key").body())
                    .isEqualTo("cellar");
        }
        assertThat(watched).isEmpty();
    }

    @Test
    void everyCommandKnowsWhatIsDiscovered() throws Exception {
        String name = discovered();

        assertThat(ProgramRun.of("check", name).out()).contains("is fine: 1 service");
        assertThat(ProgramRun.of("routes", name).out())
                .contains("discovered by {rooms: kitchen, door: left, code: ***}")
                .doesNotContain("hush");
        ProgramRun explain = ProgramRun.of("explain", "GET", "/orders/v1/x", name);
        assertThat(explain.code()).isZero();
        assertThat(explain.out())
                .contains("forwarded")
                .contains("not known offline, discovered by {rooms: kitchen, door: left, code: ***}");
        assertThat(watched).isEmpty();
        assertThat(ProgramRun.of("schema", name).out()).contains("\"rooms\"").contains("\"last-host\"");
        assertThat(ProgramRun.of("schema", "--of", "services", name).out())
                .contains("\"$ref\" : \"#/$defs/Room\"")
                .contains("\"door\"")
                .contains("\"last-host\"")
                .doesNotContain("mapping with the name of a plug-in");
    }

    @Test
    void differencesAreTexts() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        discovered();
        for (String copied : new String[] {"gateway.yml", "stranger.jar", "registry.yml"}) {
            Files.copy(folder.resolve(copied), other.resolve(copied));
        }
        String old = other.resolve("gateway.yml").toString();
        assertThat(ProgramRun.of("diff", old, file.toString()).out()).doesNotContain("discovered");

        configure(
                "discovery: { rooms: {} }\n", "versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [] } }");
        assertThat(ProgramRun.of("diff", old, file.toString()).out())
                .contains("hosts http://127.0.0.1:9 instead of discovered by {rooms: kitchen, door: left, code: ***}");
    }

    @Test
    void isMovedBetweenFilesAndADatabase() throws Exception {
        try (var store = new EmulatedStore()) {
            discovered();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "watch: false }",
                                    "watch: false }, mongo: { uri: \"" + store.uri() + "\", database: gate }"));
            ProgramRun imported = ProgramRun.of("registry", "import", "-c", file.toString());
            assertThat(imported.out() + imported.err()).contains("+ services/orders");
            Path exported = folder.resolve("exported");
            ProgramRun.of("registry", "export", "--to", exported.toString(), "-c", file.toString());
            assertThat(Files.readString(exported.resolve("services.yml")))
                    .contains("rooms: \"kitchen\"")
                    .contains("code: \"hush\"");
        }
    }

    @Test
    void mistakesInHostsHaveTheirPlaces() throws Exception {
        String name = configure("discovery: { rooms: {} }\n", """
                versions:
                  "1": { hosts: { romms: kitchen }, requires: [] }
                  "2": { hosts: { rooms: kitchen, dor: left }, requires: [] }
                  "3": { hosts: {}, requires: [] }
                """);

        assertThat(ProgramRun.of("check", name).err())
                .contains("registry.yml:4:23 services.orders.versions.1.hosts.romms: unknown key (expected a list, each"
                        + " item ")
                .contains(", or a mapping with one of: rooms; did you mean rooms?)")
                .contains("registry.yml:5:39 services.orders.versions.2.hosts.dor: unknown key (expected one of rooms,"
                        + " door, code; did you mean door?)")
                .contains("services.orders.versions.3.hosts: a mapping (expected a list, each item ");
    }

    @Test
    void aDiscoveryCountsOnlyIfItIsConfigured() throws Exception {
        String name = configure("", "versions: { \"1\": { hosts: { rooms: kitchen }, requires: [] } }");

        assertThat(ProgramRun.of("check", name).err())
                .contains("services.orders.versions.1.hosts.rooms: unknown key")
                .contains("below \"discovery\" in the configuration of the process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "load-balancing: { last-host: {} }\n"})
    void aStrategyIsNamedByAService(String settings) throws Exception {
        Host first = upstream("first");
        Host last = upstream("last");
        configure(settings, """
                load-balancing: last-host
                versions: { "1": { hosts: ["%s", "%s"], requires: [] } }
                """.formatted(first.address(), last.address()));

        try (Gatehouse gateway = Gatehouse.start(file)) {
            var bodies = Stream.of(1, 2, 3).map(n -> body(gateway)).toList();
            assertThat(bodies).containsOnly("last");
        }
    }

    @Test
    void aStrategyThatNobodyBringsIsAMistake() throws Exception {
        String name = configure(
                "", "load-balancing: last-hots\nversions: { \"1\": { hosts: [\"http://h:9\"], requires: [] } }");

        assertThat(ProgramRun.of("check", name).err())
                .contains(
                        "registry.yml:3:21 services.orders.load-balancing: \"last-hots\" (expected one of round-robin,"
                                + " random, least-requests, peak-ewma, consistent-hash, last-host; did you mean last-host?)");
    }

    private static String body(Gatehouse gateway) {
        try {
            return call(gateway).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> call(Gatehouse gateway) throws IOException, InterruptedException {
        return get(gateway.address(), "/orders/v1/x");
    }

    private static HttpResponse<String> admin(Gatehouse gateway, String path) throws IOException, InterruptedException {
        return get(gateway.adminAddress(), path);
    }

    private static HttpResponse<String> get(InetSocketAddress address, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
