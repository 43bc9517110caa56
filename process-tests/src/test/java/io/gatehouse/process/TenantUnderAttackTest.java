package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import io.gatehouse.app.endtoend.SignedToken;
import io.gatehouse.process.PacedLoad.Sample;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant that is served while others attack the gateway: none of its requests is refused, and they take little longer. */
@Tag("proof")
class TenantUnderAttackTest {

    private static final int PAIRS = 5;
    private static final int WARM_UP = 20_000;
    private static final int CLIENTS = 16;
    private static final int ANSWERS = 6_000;
    private static final long CALM = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), ");

    private static final String SETTINGS = """
            listen: { address: "127.0.0.1:0" }
            admin: { address: "127.0.0.1:0" }
            trusted-proxies: ["127.0.0.1"]
            access-log: { format: off }
            registry: { file: { path: services.yml, watch: false } }
            """;

    private static final String REGISTRY = """
            token: { type: jwt, algorithms: [RS256], jwks: "http://127.0.0.1:%3$d/gateway.json" }
            throttling:
              strategies:
                each: { algorithm: fixed-window, limit: 1000000, window: 1h, per: address }
                plan: { algorithm: token-bucket, capacity: 1000000, refill: 100000/s, per: tenant }
              services: { open: { public: each }, orders: { public: plan, private: plan } }
            services:
              orders: { versions: { "1": { hosts: ["%1$s"], requires: [key, token] } } }
              open: { versions: { "1": { hosts: ["%1$s"], requires: [] } } }
              slow: { versions: { "1": { hosts: ["%2$s"], requires: [] } } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": {} }, open: { "1": {} } } } } } }
            tenants:
              served:
                name: Served
                token: { type: jwt, algorithms: [HS256], secret: "%4$s" }
                applications: { app: { package: shop/basic, keys: { main: { value: served-key } } } }
              hanging:
                name: Hanging
                token: { type: jwt, algorithms: [RS256], jwks: "http://127.0.0.1:%3$d/tenant.json" }
                applications: { app: { package: shop/basic, keys: { main: { value: hanging-key } } } }
              asking:
                name: Asking
                token: { type: opaque, opaque: { introspection: "http://127.0.0.1:%3$d/ask", client: gw, secret: "not-a-secret" } }
                applications: { app: { package: shop/basic, keys: { main: { value: asking-key } } } }
              forging:
                name: Forging
                token: { type: jwt, algorithms: [ES256], public-key: "%5$s" }
                applications: { app: { package: shop/basic, keys: { main: { value: forging-key } } } }
              strange:
                name: Strange
                applications:
                  app:
                    package: shop/basic
                    keys: { main: { value: strange-key, devices: { allow: [{ family: Firefox }] } } }
            """;

    @TempDir
    private Path folder;

    private final List<String> rememberedTokens = new ArrayList<>();
    private Backend backend;
    private Backend slow;
    private ServerSocket silent;
    private Program program;
    private int port;

    @BeforeEach
    void start() throws Exception {
        for (int user = 0; user < 64; user++) {
            rememberedTokens.add(SignedToken.of("user-" + user, "customer"));
        }
        backend = Backend.start("one");
        slow = Backend.start(
                "slow",
                exchange -> exchange.dispatch(
                        exchange.getIoThread(),
                        () -> exchange.getIoThread().executeAfter(exchange::endExchange, 10, TimeUnit.SECONDS)));
        // Its backlog takes connections, and nobody ever reads them.
        silent = new ServerSocket(0, 10_000, InetAddress.getLoopbackAddress());
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String key = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\\n-----END PUBLIC KEY-----\\n";
        Files.writeString(
                folder.resolve("services.yml"),
                REGISTRY.formatted(backend.url(), slow.url(), silent.getLocalPort(), SignedToken.SECRET, key));
        Path file = Files.writeString(folder.resolve("gateway.yml"), SETTINGS);
        program = Program.start(
                List.of("-Xmx512m", "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=4"),
                Map.of(),
                "run",
                "--config",
                file.toString());
        Matcher told = LISTENING.matcher(
                program.awaitErr(line -> LISTENING.matcher(line).find()));
        assertThat(told.find()).isTrue();
        port = Integer.parseInt(told.group(1));
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        silent.close();
        slow.close();
        backend.close();
    }

    private static List<Attack> attacks() {
        return Attack.ALL;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isServedAsBefore(Attack attack) throws Exception {
        var ratios = new ArrayList<Double>();
        PacedLoad.warmUp(port, this::request, WARM_UP);
        try (var load = new PacedLoad(port, this::request, CLIENTS)) {
            long begun = System.nanoTime();
            // The first pair is for the compiler.
            for (int pair = 0; pair <= PAIRS; pair++) {
                double ratio = ratio(attack, load);
                if (pair > 0) {
                    ratios.add(ratio);
                }
            }
            load.end();
            List<Sample> all = load.between(begun, System.nanoTime());
            assertThat(all).extracting(Sample::status).containsOnly(200);
        }
        ratios.sort(null);
        System.out.printf("%s: median of the ratios %.2f%n", attack, ratios.get(PAIRS / 2));
        assertThat(ratios.get(PAIRS / 2)).as("of %s", ratios).isLessThanOrEqualTo(3);
    }

    private double ratio(Attack attack, PacedLoad load) throws Exception {
        load.awaitAnswersAfter(CALM, System.nanoTime(), 0);
        long alone = p99(load);
        long attacked;
        try (Attackers attackers = Attackers.begin(port, attack)) {
            attacked = p99(load);
            attackers.demandThatTheyGoOn();
        }
        double ratio = (double) attacked / alone;
        System.out.printf(
                "%s: p99 alone %.2f ms, attacked %.2f ms: %.2f%n", attack, alone / 1e6, attacked / 1e6, ratio);
        return ratio;
    }

    private static long p99(PacedLoad load) throws Exception {
        long begun = System.nanoTime();
        load.awaitAnswers(ANSWERS);
        return PacedLoad.p99(load.between(begun, System.nanoTime()));
    }

    /** Most tokens are remembered by then, one of sixteen is new. */
    private String request(int number) {
        String token = number % 16 == 0
                ? SignedToken.of("new-" + number, "customer")
                : rememberedTokens.get(number % rememberedTokens.size());
        return Attack.get("/orders", "key: served-key", "Authorization: Bearer " + token);
    }
}
