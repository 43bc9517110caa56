package io.gatehouse.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.HttpSettings;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.idempotency.IdempotencyServices;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import io.gatehouse.security.device.UserAgentParser;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On which threads what takes long is done, with the gateway's own parts and over real sockets. */
class SlowWorkTest {

    private static final String REGISTRY = """
        services:
          orders:
            versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [key] } }
        products: { shop: { packages: { basic: { acl: { orders: { "1": { access: false } } } } } } }
        tenants:
          acme:
            name: Acme
            token: { type: jwt, algorithms: [ES256], public-key: "%s" }
            applications:
              storefront:
                package: shop/basic
                keys:
                  web: { value: web-key }
                  phone: { value: phone-key, devices: { allow: [{ family: Firefox }] } }
        """;
    private static final String SETTINGS =
            "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\naccess-log: { format: off }\n";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";

    private static final RegistryInput NOWHERE =
            new RegistryInput(() -> new RegistryTree("nothing", List.of(), List.of()), Optional.empty());

    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private KeyPair pair;
    private GatewayConfiguration configuration;
    private RegistryInput.First first;
    private Injector parts;
    private GatewayServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        configuration = new ConfigurationInText(SETTINGS, Map.of()).read(new Problems());
        LoadedRegistry registry = registry(REGISTRY.formatted("-----BEGIN PUBLIC KEY-----"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "-----END PUBLIC KEY-----"));
        parts = GatewayModules.injector(configuration, NOWHERE, Extensions.NONE, new MongoConnections());
        StageInputs own = parts.getInstance(StageInputs.class);
        var watched = new StageInputs(
                own.addresses(),
                own.geo(),
                new WatchedDevices(own.devices()),
                own.credentials(),
                own.environment(),
                new WatchedTokens(own.tokens()),
                own.metering(),
                own.upstreams(),
                own.clock());
        server = new GatewayServer(new GatewayServer.Parts(
                parts.getInstance(HttpSettings.class),
                new StageRunner(RequestStages.inOrder(watched), (stage, defect) -> threads.add(defect.toString())),
                parts.getInstance(LiveRegistry.class),
                parts.getInstance(Reauthorization.class),
                parts.getInstance(LoadBalancer.class),
                parts.getInstance(GatewayClock.class),
                parts.getInstance(TrafficListener.class),
                parts.getInstance(IdempotencyServices.class),
                parts.getInstance(ResponseCache.class)));
        first = new RegistryInput.First(Optional.of(registry), List.of());
        Snapshot snapshot = parts.getInstance(SnapshotCompiler.class).compile(registry.documents(), "test");
        var live = parts.getInstance(LiveRegistry.class);
        live.publish(live.state().loaded(snapshot, registry.hash(), List.of(), ""));
        parts.getInstance(Upstreams.class).update(snapshot.services());
        address = server.start().get(0);
    }

    @AfterEach
    void stop() {
        server.close();
        parts.getInstance(GatewayLifecycle.class).stop(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void checksSignaturesOffTheIoThreadsAndRememberedOnesOnThem() throws Exception {
        String token = token();
        call("web-key", "Authorization", "Bearer " + token);
        assertThat(threads).hasSize(2);
        assertThat(threads.poll()).isEqualTo("token at once on an I/O thread");
        assertThat(threads.poll()).isEqualTo("token of acme on a thread for computing");

        for (int i = 0; i < 5; i++) {
            call("web-key", "Authorization", "Bearer " + token);
        }
        assertThat(threads).hasSize(5).allMatch(line -> line.equals("token at once on an I/O thread"));
    }

    @Test
    void readsNewUserAgentsOffTheIoThreadsAndRememberedOnesOnThem() throws Exception {
        call("phone-key", "User-Agent", FIREFOX);
        assertThat(threads).hasSize(2);
        assertThat(threads.poll()).isEqualTo("device at once on an I/O thread");
        assertThat(threads.poll()).isEqualTo("device on a thread for computing");

        for (int i = 0; i < 5; i++) {
            call("phone-key", "User-Agent", FIREFOX);
        }
        assertThat(threads).hasSize(5).allMatch(line -> line.equals("device at once on an I/O thread"));
    }

    @Test
    void loadsThePatternsOfDevicesWhenARegistryNeedsThem() {
        assertThat(patternsAreLoaded(parts)).isFalse();
        parts.getInstance(GatewayLifecycle.class).start(first);
        assertThat(patternsAreLoaded(parts)).isTrue();
    }

    @Test
    void loadsNoPatternsForARegistryWithoutDevices() {
        Injector plain = GatewayModules.injector(configuration, NOWHERE, Extensions.NONE, new MongoConnections());
        var none = new RegistryInput.First(Optional.of(registry("services: {}\n")), List.of());
        plain.getInstance(GatewayLifecycle.class).start(none);
        assertThat(patternsAreLoaded(plain)).isFalse();
        plain.getInstance(GatewayLifecycle.class).stop(Duration.ZERO, Duration.ZERO);
    }

    private static boolean patternsAreLoaded(Injector gateway) {
        return ((UserAgentParser) gateway.getInstance(DeviceParser.class)).isLoaded();
    }

    /** The host does not exist: what is asked for here comes before it. */
    private void call(String key, String header, String value) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/orders/v1/x"))
                .timeout(Duration.ofSeconds(60))
                .header("key", key)
                .header(header, value)
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .statusCode();
        assertThat(status).as("let through to the host, which is not there").isEqualTo(502);
    }

    private String token() throws GeneralSecurityException {
        String signed = base64("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + base64("{\"sub\":\"ada\",\"exp\":4102444800}".getBytes(StandardCharsets.US_ASCII));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private LoadedRegistry registry(String yaml) {
        var problems = new Problems();
        var part = TreeText.read("registry", yaml, Map.of(), ReadingLimits.REGISTRY, problems);
        assertThat(problems).hasToString("");
        var tree = new RegistryTree("registry", List.of(part), List.of());
        return ((RegistryReading.Good)
                        RegistryReading.check(tree, Capabilities.of(configuration, AdapterCatalog.own())))
                .registry();
    }

    private void saw(String what) {
        String name = Thread.currentThread().getName().replaceAll("-\\d+$", "");
        threads.add(what + " on "
                + switch (name) {
                    case "gatehouse I/O" -> "an I/O thread";
                    case "gatehouse-compute" -> "a thread for computing";
                    default -> name;
                });
    }

    private final class WatchedTokens implements TokenVerifier {

        private final TokenVerifier own;

        WatchedTokens(TokenVerifier own) {
            this.own = own;
        }

        @Override
        public @Nullable TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
            saw("token at once");
            return own.verifyAtOnce(issuer, token);
        }

        @Override
        public Verification verify(TokenIssuer issuer, String tenant, String token) {
            var computed = (Verification.Compute) own.verify(issuer, tenant, token);
            return new Verification.Compute(() -> {
                saw("token of " + tenant);
                return computed.work().get();
            });
        }
    }

    private final class WatchedDevices implements DeviceParser {

        private final DeviceParser own;

        WatchedDevices(DeviceParser own) {
            this.own = own;
        }

        @Override
        public @Nullable Device parseAtOnce(String userAgent) {
            saw("device at once");
            return own.parseAtOnce(userAgent);
        }

        @Override
        public Device parse(String userAgent) {
            saw("device");
            return own.parse(userAgent);
        }
    }
}
