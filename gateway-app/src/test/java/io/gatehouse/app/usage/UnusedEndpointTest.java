package io.gatehouse.app.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.NamesInUse;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.memory.MemoryUsageStore;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is called unused, and what the patch without it is, over days of watching and not watching. */
class UnusedEndpointTest {

    private static final String REGISTRY = """
            services:
              orders:
                routes: [{ path: /legacy }, { path: /shop }, { path: /older }]
                versions:
                  "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] }
                  "2": { hosts: ["http://127.0.0.1:9002"], requires: [key] }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders:
                        "1":
                          apis: restricted
                          get: { /items: {}, /export: {} }
                          post: { /items: {}, "/items/:id": {} }
                        "2": {}
            tenants:
              acme:
                name: Acme
                applications:
                  storefront:
                    package: shop/basic
                    keys: { web: { value: secret-web-key }, old: { value: secret-old-key } }
            """;

    private static final Duration DAY = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final MemoryUsageStore store = new MemoryUsageStore(1 << 20);
    private final GatewayConfiguration configuration =
            Objects.requireNonNull(new ConfigurationInText("environment: dev\n", Map.of()).read(new Problems()));
    private final Capabilities capabilities = Capabilities.of(configuration, AdapterCatalog.own());
    private LoadedRegistry served = read(REGISTRY);
    private UsageLedger ledger = ledger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    private UsageLedger ledger() {
        var made = new UsageLedger(store, Duration.ofDays(400), 1 << 20, clock, () -> {});
        made.registry(NamesInUse.of(served.documents(), keys()));
        made.begin();
        return made;
    }

    private ApiKeys keys() {
        return RegistryReading.compiler(configuration, clock)
                .compile(served.documents(), "registry.yml")
                .keys();
    }

    private LoadedRegistry read(String yaml) {
        var problems = new Problems();
        var part = TreeText.read("registry.yml", yaml, Map.of(), ReadingLimits.REGISTRY, problems);
        var tree = new RegistryTree("registry.yml", List.of(Objects.requireNonNull(part)), problems.list());
        if (RegistryReading.check(tree, capabilities) instanceof RegistryReading.Good good) {
            return good.registry();
        }
        throw new AssertionError(problems);
    }

    /** A call of the key web by /shop that this compiled rule lets pass. */
    private void call(String method, String path) {
        Snapshot snapshot = RegistryReading.compiler(configuration, clock).compile(served.documents(), "registry.yml");
        ApiKey web = snapshot.keys().all().stream()
                .filter(key -> key.id().equals("acme/storefront/web"))
                .findFirst()
                .orElseThrow();
        Origin rule = Objects.requireNonNull(
                        Objects.requireNonNull(web.acl().find(new VersionKey("orders", VersionNumber.parse("1"))))
                                .find(method, path))
                .origin();
        ExchangeRecord exchange = TestExchanges.calledBy(
                TestExchanges.matched(TestExchanges.get(path, 200), "/shop", "orders"), TestExchanges.ACME);
        ExchangeRecord ended = TestExchanges.decidedBy(TestExchanges.at(exchange, clock.epochMillis(), 0), rule);
        ledger.reader().ended(ExchangeGroup.of(ended), clock.epochMillis());
    }

    /** Lets days pass in which the gateway writes. */
    private void watch(int days) {
        for (int n = 0; n < days; n++) {
            ledger.notes(DAY);
            clock.advance(DAY);
        }
        ledger.notes(DAY);
    }

    private JsonNode unused(int days) throws Exception {
        var endpoint = new UnusedEndpoint(ledger, () -> Optional.of(served), configuration, capabilities, clock);
        AdminResponse response = endpoint.handle(new AdminRequest(
                "GET", "/unused", Map.of("days", Integer.toString(days)), null, "127.0.0.1", new byte[0]));
        assertThat(response.status()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private static List<String> names(JsonNode report) {
        return report.get("unused").findValuesAsText("name");
    }

    @Test
    void listsWhatNobodyUsesAndThePatchWithoutIt() throws Exception {
        watch(20);
        call("GET", "/items");
        watch(31);

        JsonNode report = unused(30);
        assertThat(names(report))
                .contains("acme/storefront/web", "package shop/basic orders 1", "orders /shop")
                .hasSize(7);
        call("GET", "/items");
        report = unused(30);

        assertThat(names(report))
                .containsExactly(
                        "acme/storefront/old",
                        "package shop/basic orders 1 GET /export",
                        "package shop/basic orders 1 POST /items/:id",
                        "package shop/basic orders 2",
                        "orders /legacy",
                        "orders /older");
        assertThat(report.get("watched_days").asInt()).isEqualTo(51);
        assertThat(report.get("watched_since").asText()).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(report.get("patch").findValuesAsText("path"))
                .containsExactlyInAnyOrder(
                        "/tenants/acme/applications/storefront/keys/old",
                        "/products/shop/packages/basic/acl/orders/1/get/~1export",
                        "/products/shop/packages/basic/acl/orders/1/post/~1items~1:id",
                        "/products/shop/packages/basic/acl/orders/2",
                        "/services/orders/routes/2",
                        "/services/orders/routes/0")
                .containsSubsequence("/services/orders/routes/2", "/services/orders/routes/0");
        assertThat(report.get("problems")).isEmpty();
        assertThat(report.get("changes").get("totals").get("gain").asInt()).isZero();
        assertThat(report.get("changes").get("changes").findValuesAsText("line"))
                .anyMatch(line -> line.contains("/export"))
                .anyMatch(line -> line.contains("/legacy"));
        assertThat(report.toString()).doesNotContain("secret-");
        JsonNode old = report.get("unused").get(0);
        assertThat(old.get("kind").asText()).isEqualTo("key");
        assertThat(old.has("last_used")).isFalse();
        assertThat(old.get("present_since").asText()).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(old.get("place").asText()).startsWith("registry.yml:");
    }

    @Test
    void callsNothingUnusedForLongerThanSomebodyHasWatched() throws Exception {
        watch(29);

        JsonNode report = unused(30);

        assertThat(names(report)).isEmpty();
        assertThat(report.get("patch")).isEmpty();
        assertThat(report.has("changes")).isFalse();
        assertThat(names(unused(20))).isNotEmpty();
    }

    @Test
    void timeInWhichNobodyWatchesDoesNotCount() throws Exception {
        watch(20);
        ledger.close();
        clock.advance(Duration.ofDays(1));
        ledger = ledger();
        watch(8);
        assertThat(unused(30).get("watched_days").asInt()).isEqualTo(28);
        assertThat(names(unused(29))).isEmpty();
        watch(2);

        assertThat(names(unused(29))).contains("acme/storefront/old");
    }

    @Test
    void whatHasJustComeIsNotUnused() throws Exception {
        watch(40);
        served = read(REGISTRY.replace("old: {", "new: { value: secret-new-key }, old: {"));
        ledger.registry(NamesInUse.of(served.documents(), keys()));
        watch(5);

        assertThat(names(unused(30)))
                .contains("acme/storefront/old", "acme/storefront/web")
                .doesNotContain("acme/storefront/new");
        watch(31);
        assertThat(names(unused(30))).contains("acme/storefront/new");
    }

    @Test
    void answersWhatItCannotDo() {
        var endpoint = new UnusedEndpoint(ledger, Optional::empty, configuration, capabilities, clock);
        for (String days : List.of("0", "-1", "x", "100000", "")) {
            var asked = new AdminRequest("GET", "/unused", Map.of("days", days), null, "127.0.0.1", new byte[0]);
            assertThat(endpoint.handle(asked).status()).isEqualTo(400);
        }
        AdminResponse response =
                endpoint.handle(new AdminRequest("GET", "/unused", Map.of(), null, "127.0.0.1", new byte[0]));
        assertThat(response.status()).isEqualTo(409);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("GET /registry");
    }
}
