package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.upstream.HeldPort;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Every metric that the dashboard and the alert rules of deploy/ ask for is there on the page of a gateway that has seen calls. */
class MonitoringTest {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern METRIC = Pattern.compile("\\b(?:gatehouse|http|jvm|process)_[a-z0-9_]+");
    private static final Pattern LABELS =
            Pattern.compile("\\{[^}]*}|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)|,\\s*[a-z_]+\\)$");

    /** Is there only where the log is the program's own, as it is not in a test. */
    private static final String OF_THE_PROGRAM = "gatehouse_log_lines_total";

    private static final String SETTINGS = """
            listen:
              - { address: "127.0.0.1:0" }
              - { address: "127.0.0.1:0", tls: { certificate: own.pem } }
            admin: { address: "127.0.0.1:0" }
            registry: { file: { path: registry.yml } }
            discovery: { consul: { api: "http://127.0.0.1:%1$d" } }
            throttling: { store: mongo, mongo: { uri: "mongodb://127.0.0.1:%2$d", database: gateway, deadline: 30s } }
            tracing: { otlp: "http://127.0.0.1:%1$d" }
            shutdown: { grace: 2s }
            """;
    private static final String REGISTRY = """
            observe: [methods]
            throttling:
              strategies: { many: { algorithm: fixed-window, limit: 1000, window: 1h, per: address } }
              public: many
            services:
              orders:
                methods: [GET]
                concurrency: { limit: 1, queue: off }
                circuit-breaker: {}
                outliers: {}
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
              away:
                retry: { attempts: 1, on: [connect-failure] }
                versions: { "1": { hosts: ["http://127.0.0.1:%2$d"], requires: [] } }
              found:
                versions: { "1": { hosts: { consul: found }, requires: [] } }
            """;

    private final BlockingQueue<HttpServerExchange> held = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @Test
    void theDashboardAndTheAlertRulesAskForWhatThereIs() throws Exception {
        Set<String> asked = new TreeSet<>(names(dashboard()));
        assertThat(asked).hasSizeGreaterThan(20);
        asked.addAll(names(alerts()));
        asked.remove(OF_THE_PROGRAM);
        try (HeldPort nobody = HeldPort.any();
                EmulatedStore store = new EmulatedStore();
                Backend backend = Backend.start(
                        "one", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> held.add(exchange)))) {
            TestPki pair = TestPki.authority("test authority").issue("EC", "localhost");
            Files.writeString(folder.resolve("own.pem"), pair.chainPem() + pair.keyPem());
            Files.writeString(folder.resolve("gateway.yml"), SETTINGS.formatted(nobody.number(), store.port()));
            Files.writeString(folder.resolve("registry.yml"), REGISTRY.formatted(backend.url(), nobody.number()));
            try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
                oneCallOfEachKind(gateway);
                Eventually.holds(
                        "the page has all of " + asked, () -> scraped(gateway).containsAll(asked));
            }
        }
    }

    private void oneCallOfEachKind(Gatehouse gateway) throws Exception {
        CompletableFuture<HttpResponse<String>> first = Calls.client()
                .sendAsync(
                        Calls.request(gateway.address(), "/orders/items")
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        HttpServerExchange call = held.poll(60, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(Calls.get(gateway, "/orders/items").statusCode()).isEqualTo(503);
        call.endExchange();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(Calls.get(gateway, "/away").statusCode()).isEqualTo(502);
    }

    private static Set<String> scraped(Gatehouse gateway) throws Exception {
        return Calls.admin(gateway, "/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    private static List<String> dashboard() throws Exception {
        JsonNode board = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/gatehouse.json").toFile());
        List<String> asked = board.findValuesAsText("expr");
        assertThat(board.path("panels")).hasSizeGreaterThan(20);
        asked.addAll(board.findValuesAsText("definition"));
        return asked;
    }

    @SuppressWarnings("unchecked") // YAML of our own: groups of rules
    private static List<String> alerts() throws Exception {
        Map<String, List<Map<String, Object>>> rules =
                new Yaml().load(Files.readString(DEPLOY.resolve("prometheus/alerts.yml")));
        return rules.get("groups").stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .peek(rule -> assertThat(rule).containsKeys("alert", "expr", "labels", "annotations"))
                .map(rule -> (String) rule.get("expr"))
                .toList();
    }

    private static Set<String> names(List<String> expressions) {
        return expressions.stream()
                .map(expression -> LABELS.matcher(expression.strip()).replaceAll(" "))
                .flatMap(bare -> METRIC.matcher(bare).results().map(MatchResult::group))
                .collect(Collectors.toSet());
    }
}
