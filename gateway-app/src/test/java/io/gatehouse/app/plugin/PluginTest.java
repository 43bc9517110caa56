package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Provides;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// A plug-in compiled here, packed into a jar, and used by the commands and by running gateways.
class PluginTest {

    private static final String LEDGER = """
            public final class LedgerModule extends AdapterModule {
                public record Settings(
                        @Described("How long callers are told to wait.") @Default("7s") java.time.Duration pause,
                        @Range(min = 1, max = 9) int strength) {}

                public LedgerModule() {
                    super(ExtensionPoint.QUOTA_LEDGER, "refuse-all", Settings.class);
                }

                @Provides
                static QuotaLedger ledger(
                        Settings settings, GatewayClock clock, io.gatehouse.domain.time.Timer timer, QuotaStoreListener metrics) {
                    return new RefusingLedger(settings.pause());
                }
            }
            """;
    private static final String REFUSING = """
            final class RefusingLedger implements QuotaLedger, AutoCloseable {
                private final java.time.Duration wait;

                RefusingLedger(java.time.Duration wait) {
                    this.wait = wait;
                }

                public QuotaDecision takeAtOnce(RateLimit limit, CounterKey key, long permits) {
                    return take(limit, key, permits);
                }

                public QuotaDecision take(RateLimit limit, CounterKey key, long permits) {
                    return new QuotaDecision(QuotaDecision.QuotaOutcome.REFUSED, 1, 0, wait.toMillis(), wait.toMillis());
                }

                public QuotaDecision look(RateLimit limit, CounterKey key, long permits) {
                    return take(limit, key, permits);
                }

                public void close() {
                    System.setProperty("stranger.ledger", "closed");
                }
            }
            """;
    private static final String STAGE = """
            public final class StageModule extends AdapterModule {
                public record Settings(@Default("x-blocked") String header) {}

                public StageModule() {
                    super(ExtensionPoint.STAGE_BEFORE_KEY, "block", Settings.class);
                }

                @Provides
                static RequestStage stage(Settings settings) {
                    return new BlockByHeader(settings.header());
                }
            }
            """;
    private static final String BLOCK = """
            final class BlockByHeader implements RequestStage {
                private final String header;

                BlockByHeader(String header) {
                    this.header = header;
                }

                public Decision decide(RequestState state) {
                    return state.request().headers().first(header) == null
                            ? Decision.proceed(state)
                            : Decision.reject(Refusal.of(Rejection.ADDRESS_BANNED));
                }
            }
            """;
    private static final String LISTENER = """
            public final class ListenerModule extends AdapterModule {
                public record Settings(FilePath file) {}

                public ListenerModule() {
                    super(ExtensionPoint.TRAFFIC_LISTENER, "note-down", Settings.class);
                }

                @Provides
                static TrafficListener listener(Settings settings) {
                    return exchange -> {
                        try {
                            java.nio.file.Files.writeString(
                                    settings.file().resolve(), exchange.status() + "\\n",
                                    java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    };
                }
            }
            """;
    private static final String SOURCE = """
            public final class SourceModule extends AdapterModule {
                public record Settings(String service) {}

                public SourceModule() {
                    super(ExtensionPoint.REGISTRY_SOURCE, "one-service", Settings.class);
                }

                @Provides
                static RegistrySource source(Settings settings) {
                    Origin here = Origin.of("stranger");
                    Node hosts = new Node.Sequence(here, List.of(
                            new Node.Scalar(here, "http://127.0.0.1:9", Node.Kind.TEXT)));
                    Node version = map("hosts", hosts, "requires", new Node.Sequence(here, List.of()));
                    Node service = map("versions", map("1", version));
                    return () -> new RegistryTree(
                            "a stranger's", List.of(map("services", map(settings.service(), service))), List.of());
                }

                private static Node.Mapping map(Object... pairs) {
                    Origin here = Origin.of("stranger");
                    List<Node.Entry> entries = new ArrayList<>();
                    for (int i = 0; i < pairs.length; i += 2) {
                        entries.add(new Node.Entry((String) pairs[i], here, (Node) pairs[i + 1]));
                    }
                    return new Node.Mapping(here, entries);
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        Files.createDirectory(folder.resolve("jars"));
        plugin().into(folder.resolve("jars/stranger.jar"));
        file = folder.resolve("gateway.yml");
    }

    private static CompiledPlugin plugin() {
        return new CompiledPlugin()
                .module("LedgerModule", LEDGER)
                .source("RefusingLedger", REFUSING)
                .module("StageModule", STAGE)
                .source("BlockByHeader", BLOCK)
                .module("ListenerModule", LISTENER)
                .module("SourceModule", SOURCE);
    }

    private String configure(String rest) throws Exception {
        Files.writeString(
                file,
                "plugins: [jars]\nlisten: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                        + "access-log: { format: off }\nregistry: { source: one-service, one-service: { service: orders } }\n"
                        + rest);
        return file.toString();
    }

    @Test
    void servesWithWhatItBrings() throws Exception {
        configure("throttling: { store: refuse-all, refuse-all: { strength: 3 } }\nstages: { block: {} }\n"
                + "traffic-listeners: { note-down: { file: heard.txt } }\n");
        System.clearProperty("stranger.ledger");

        try (Gatehouse gateway = Gatehouse.start(file)) {
            assertThat(call(gateway, "/orders/v1/x", "x-blocked")).isEqualTo(403);
            assertThat(call(gateway, "/orders/v1/x", "x-other")).isEqualTo(502);
        }

        assertThat(folder.resolve("heard.txt")).hasContent("403\n502");
        assertThat(System.getProperty("stranger.ledger")).isEqualTo("closed");
    }

    @Test
    void refusesWhatItsLedgerRefuses() throws Exception {
        configure("throttling: { store: refuse-all, refuse-all: { strength: 3 } }\n");
        var configuration = GatehouseConfiguration.read(file).withRegistry("""
                throttling:
                  strategies: { few: { algorithm: sliding-window, limit: 3, window: 1h, per: address } }
                  public: few
                services:
                  orders:
                    versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } }
                """);

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(call(gateway, "/orders/v1/x", "x-other")).isEqualTo(429);
        }
    }

    @Test
    void canBeGivenByAnEmbeddingProgram() throws Exception {
        var heard = new LinkedBlockingQueue<Integer>();
        var configuration = GatehouseConfiguration.parse(
                        "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                                + "access-log: { format: off }\ntraffic-listeners: { embedded: { factor: 2 } }\n")
                .withRegistry("services: {}\n")
                .with(new EmbeddedModule(heard, "embedded"))
                .with(new EmbeddedModule(heard, "at-once"), new EmbeddedModule.Settings(3));

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(call(gateway, "/nothing", "x-other")).isEqualTo(404);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(808);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(1212);
        }
    }

    @Test
    void looksUpDevicesInPlaceOfTheGatewaysOwn() throws Exception {
        var device = new AdapterModule(ExtensionPoint.DEVICE, "all-firefox", EmbeddedModule.Settings.class) {
            @Override
            protected void configure() {
                bind(DeviceParser.class).toInstance(new DeviceParser() {
                    @Override
                    public Device parseAtOnce(String userAgent) {
                        return parse(userAgent);
                    }

                    @Override
                    public Device parse(String userAgent) {
                        return new Device("Firefox", Device.Release.NONE, "", Device.Release.NONE);
                    }
                });
            }
        };
        var configuration = GatehouseConfiguration.parse(
                        "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                                + "access-log: { format: off }\n")
                .withRegistry("""
                        services:
                          orders:
                            versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [key] } }
                        products: { shop: { packages: { basic: { acl: { orders: { "1": { access: false } } } } } } }
                        tenants:
                          acme:
                            name: Acme
                            applications:
                              storefront:
                                package: shop/basic
                                keys: { phone: { value: "1", devices: { allow: [{ family: Firefox }] } } }
                        """);

        try (Gatehouse own = Gatehouse.start(configuration);
                Gatehouse plugged = Gatehouse.start(configuration.with(device, new EmbeddedModule.Settings(1)))) {
            assertThat(call(own, "/orders/v1/x", "key")).isEqualTo(403);
            assertThat(call(plugged, "/orders/v1/x", "key")).isEqualTo(502);
        }
    }

    @Test
    void liesInTheFolderOfTheInstallation() {
        var problems = new Problems();

        try (var catalog = AdapterCatalog.of(List.of(), folder.resolve("jars"), List.of(), problems)) {
            assertThat(problems).hasToString("");
            assertThat(catalog.types().names("stages")).containsExactly("block");
        }
        try (var none = AdapterCatalog.of(List.of(), folder.resolve("nowhere"), List.of(), problems)) {
            assertThat(problems).hasToString("");
            assertThat(none.types().names("stages")).isEmpty();
        }
    }

    // An adapter of a program that embeds a gateway.
    private static final class EmbeddedModule extends AdapterModule {

        private final BlockingQueue<Integer> heard;

        record Settings(int factor) {}

        EmbeddedModule(BlockingQueue<Integer> heard, String name) {
            super(ExtensionPoint.TRAFFIC_LISTENER, name, Settings.class);
            this.heard = heard;
        }

        @Provides
        TrafficListener listener(Settings settings) {
            return exchange -> heard.add(exchange.status() * settings.factor());
        }
    }

    @Test
    void isKnownToEveryCommand() throws Exception {
        String name =
                configure("throttling: { store: refuse-all, refuse-all: { strength: 3 } }\nstages: { block: {} }\n");

        ProgramRun check = ProgramRun.of("check", name);
        assertThat(check.out() + check.err()).contains("is fine: 1 service");
        assertThat(ProgramRun.of("routes", name).out()).contains("orders");
        ProgramRun explain = ProgramRun.of("explain", "GET", "/orders/v1/x", name, "-H", "x-blocked: 1");
        assertThat(explain.out()).contains("BlockByHeader").contains("address-banned");
        assertThat(ProgramRun.of("diff", name, name).code()).isZero();
        assertThat(ProgramRun.of("schema", name).out())
                .contains("refuse-all")
                .contains("How long callers are told to wait.")
                .contains("note-down");
    }

    @Test
    void hasItsSettingsCheckedAsOurs() throws Exception {
        String name = configure("throttling:\n  store: refuse-al\n  refuse-all: { strength: 12, puase: 3s }\n"
                + "stages:\n  blok: {}\n");

        assertThat(ProgramRun.of("check", name).err())
                .contains("gateway.yml:7:10 throttling.store: \"refuse-al\" (expected one of memory, mongo, refuse-all;"
                        + " did you mean refuse-all?)")
                .contains("gateway.yml:8:27 throttling.refuse-all.strength: 12 (expected a whole number from 1 to 9)")
                .contains("gateway.yml:8:31 throttling.refuse-all.puase: unknown key (expected one of pause, strength;"
                        + " did you mean pause?)")
                .contains("gateway.yml:10:3 stages.blok: unknown key (expected one of block; did you mean block?)");
    }

    @Test
    void takesSettingsFromVariables() throws Exception {
        configure("throttling: { store: refuse-all }\n");
        var read = GatehouseConfiguration.read(file, Map.of("GATEWAY_THROTTLING_REFUSE_ALL_STRENGTH", "4"));

        Gatehouse.start(read).close();
    }

    private static int call(Gatehouse gateway, String path, String header) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.address().getPort() + path))
                .timeout(Duration.ofSeconds(60))
                .header(header, "1")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }
}
