package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the admin port answers to the dashboard, over sockets, and that it is what the description says. */
@Execution(ExecutionMode.CONCURRENT)
class DashboardApiTest {

    private static final String REGISTRY = """
            throttling:
              strategies:
                few: { algorithm: fixed-window, limit: 2, window: 1h, per: key, adaptive: { min: 1, max: 20 } }
              public: few
              private: few
            services:
              orders:
                routes: [{ path: /shop }]
                rollout: { version: "2", share: 5%%, stick-to: key }
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
                  "2": { hosts: ["%1$s"], requires: [key] }
              status:
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
            products:
              shop:
                packages:
                  basic: { acl: { orders: { "1": { access: %2$s } } } }
            tenants:
              acme:
                name: Acme
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key-text, expires: 2999-01-01T00:00:00Z }
                      lost: { value: lost-key-text, revoked: true }
            """;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path folder;

    private Backend backend;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private String registry(String access) {
        return REGISTRY.formatted(backend.url(), access);
    }

    private static HttpResponse<String> call(Gatehouse gateway, String path, String... headers) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.address(), path);
        return Calls.send(headers.length == 0 ? request : request.headers(headers));
    }

    private JsonNode get(Gatehouse gateway, String path) throws Exception {
        HttpResponse<String> response = Calls.admin(gateway, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-Id").orElseThrow();
    }

    @Test
    void answersAsItsDescriptionSays() throws Exception {
        var description = new ApiDescription();
        try (Gatehouse gateway =
                        Gatehouse.start(Configurations.with("traffic-log: { queries: true }\n", registry("false")));
                EventStream events = EventStream.of(gateway, "?events=request,limit,metrics")) {
            for (int i = 0; i < 3; i++) {
                call(gateway, "/shop/items?colour=red", "key", "web-key-text");
            }
            call(gateway, "/orders/v1/items", "key", "lost-key-text");
            call(gateway, "/nowhere");
            String last = id(call(gateway, "/status/v1/x"));
            boolean all = false;
            boolean limited = false;
            // The limit is reported by another thread than the requests: it comes anywhere among them.
            while (!all || !limited) {
                EventStream.Event event = events.next(Set.of("request", "limit"));
                boolean isRequest = event.name().equals("request");
                description.check(isRequest ? "LogSummary" : "LimitEvent", event.data());
                limited |= !isRequest;
                all |= event.data().path("id").asText().equals(last);
            }
            description.check("Second", events.next("metrics"));

            JsonNode logs = get(gateway, "/dashboard/api/logs");
            description.check("LogPage", logs);
            assertThat(logs.path("requests")).hasSize(6);
            for (JsonNode one : logs.path("requests")) {
                JsonNode detail =
                        get(gateway, "/dashboard/api/logs/" + one.path("id").asText());
                description.check("LogDetail", detail);
                assertThat(detail.toString()).doesNotContain("key-text");
            }
            description.check("Metrics", get(gateway, "/dashboard/api/metrics"));
            JsonNode routes = get(gateway, "/dashboard/api/routes");
            description.check("Routes", routes);
            assertThat(routes.at("/routes/0/route").asText()).isEqualTo("/shop");
            assertThat(routes.at("/routes/0/last_minute/requests").asInt()).isEqualTo(3);
            description.check("Tenants", get(gateway, "/dashboard/api/tenants"));
            JsonNode acme = get(gateway, "/dashboard/api/tenants?tenant=acme&limit=1");
            description.check("Tenants", acme);
            assertThat(acme.path("total").asInt()).isEqualTo(2);
            JsonNode rest = get(
                    gateway,
                    "/dashboard/api/tenants?tenant=acme&cursor="
                            + acme.path("next").asText());
            assertThat(rest.at("/keys/0/key").asText()).isEqualTo("acme/storefront/web");
            JsonNode nearest = rest.at("/nearest/0/limits/0");
            assertThat(nearest.path("remaining").asInt()).isZero();
            assertThat(nearest.path("adaptive"))
                    .isEqualTo(json.createObjectNode()
                            .put("start", 2)
                            .put("min", 1)
                            .put("max", 20));
            JsonNode health = get(gateway, "/dashboard/api/health");
            description.check("Health", health);
            assertThat(health.at("/services/0/rollout/share").asDouble()).isEqualTo(0.05);
            description.check("Registry", get(gateway, "/dashboard/api/registry"));
            description.check("Observed", get(gateway, "/dashboard/api/observed"));
            assertThat(Calls.admin(gateway, "/dashboard/api/openapi.yaml").body())
                    .isEqualTo(description.text());
            for (Map.Entry<String, Integer> wrong : Map.of(
                            "/dashboard/api/logs?status=abc", 400,
                            "/dashboard/api/logs?cursor=x", 400,
                            "/dashboard/api/logs?limit=501", 400,
                            "/dashboard/api/stream?events=nothing", 400,
                            "/dashboard/api/tenants?tenant=nobody", 404,
                            "/dashboard/api/logs/unknown", 404,
                            "/analytics/routes?from=yesterday", 400,
                            "/usage?by=colour", 400,
                            "/unused?days=x", 400)
                    .entrySet()) {
                HttpResponse<String> response = Calls.admin(gateway, wrong.getKey());
                assertThat(response.statusCode()).as(wrong.getKey()).isEqualTo(wrong.getValue());
                description.check("Problem", json.readTree(response.body()));
            }
            for (String path : List.of(
                    "/dashboard/api/logs",
                    "/dashboard/api/stream",
                    "/dashboard/api/tenants",
                    "/dashboard/api/observed",
                    "/analytics/routes",
                    "/analytics/routes/x/history",
                    "/analytics/backends",
                    "/analytics/anomalies",
                    "/usage",
                    "/unused")) {
                HttpResponse<String> response = Calls.admin(gateway, path + "?tennant=acme");
                assertThat(response.statusCode()).as(path).isEqualTo(400);
                assertThat(response.body()).as(path).contains("an unknown parameter");
            }
        }
    }

    @Test
    void showsOneRequestInFull() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(
                        Configurations.with("traffic-log: { headers: [x-plan], queries: true }\n", registry("false")));
                EventStream events = EventStream.of(gateway, "?events=request")) {
            String id = id(call(
                    gateway, "/shop/v1/items?colour=red", "key", "web-key-text", "X-Plan", "gold", "Cookie", "a=b"));
            events.next("request");

            JsonNode detail = get(gateway, "/dashboard/api/logs/" + id);
            assertThat(detail.at("/request/key").asText()).isEqualTo("acme/storefront/web");
            assertThat(detail.path("query").asText()).isEqualTo("colour=red");
            assertThat(detail.path("request_headers").toString())
                    .contains("\"X-Plan\":\"gold\"", "\"Host\"")
                    .doesNotContain("Cookie", "key-text");
            assertThat(detail.at("/limit/strategy").asText()).isEqualTo("few");
            assertThat(detail.at("/limit/remaining").asInt()).isEqualTo(1);
            assertThat(detail.at("/tries/0/outcome").asText()).isEqualTo("responded");
            assertThat(detail.at("/tries/0/upstream").asText()).isEqualTo(backend.url());
            List<String> stages = StreamSupport.stream(detail.path("stages").spliterator(), false)
                    .map(stage -> stage.path("stage").asText())
                    .toList();
            assertThat(stages)
                    .containsSubsequence(
                            "Intake",
                            "Routing",
                            "Identification",
                            "Authorization",
                            "Throttling",
                            "Balancing",
                            "Forward",
                            "Respond");
            assertThat(detail.path("timed_by_stage").asBoolean()).isTrue();
            JsonNode singles = detail.path("single_stages");
            assertThat(singles)
                    .as("each that decided")
                    .extracting(one -> one.path("stage").asText())
                    .isEqualTo(detail.at("/explained/explanation/steps").findValuesAsText("stage"));
            assertThat(singles.get(0).path("group").asText()).isEqualTo("Intake");
            assertThat(singles.get(singles.size() - 1).path("group").asText()).isEqualTo("Balancing");
            assertThat(detail.at("/explained/agrees").asBoolean()).isTrue();
            assertThat(detail.at("/explained/explanation/outcome").asText()).isEqualTo("forwarded");
            assertThat(detail.at("/explained/unknown")).isNotEmpty();
            assertThat(detail.at("/registry/hash"))
                    .isEqualTo(get(gateway, "/dashboard/api/registry").at("/serving/hash"));
        }
    }

    @Test
    void explainsByTheRegistryThatHeldThen() throws Exception {
        var registry = new RegistryFolder(folder);
        registry.write("registry.yml", registry("[clerk]"));
        try (Gatehouse gateway = registry.start();
                EventStream events = EventStream.of(gateway, "?events=request,registry")) {
            HttpResponse<String> refused = call(gateway, "/orders/v1/items", "key", "web-key-text");
            assertThat(refused.statusCode()).isEqualTo(401);
            events.next("request");

            registry.write("registry.yml", registry("false"));
            Calls.send(Calls.request(gateway.adminAddress(), "/reload").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(events.next("registry").path("problems").asInt()).isZero();
            HttpResponse<String> forwarded = call(gateway, "/orders/v1/items", "key", "web-key-text");
            assertThat(forwarded.statusCode()).isEqualTo(200);
            events.next("request");

            JsonNode detail = get(gateway, "/dashboard/api/logs/" + id(refused));
            assertThat(detail.at("/explained/agrees").asBoolean())
                    .as(detail.toString())
                    .isTrue();
            assertThat(detail.at("/explained/explanation/answer/code").asText()).isEqualTo("service-login-required");
            assertThat(detail.at("/registry/revision").asInt()).isEqualTo(1);

            Path file = Files.writeString(folder.resolve("gateway.yml"), "registry: { file: { path: registry } }\n");
            String admin = "http://127.0.0.1:" + gateway.adminAddress().getPort();
            ProgramRun run = ProgramRun.of("explain", "--request-id", id(refused), file.toString(), "--live", admin);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out())
                    .contains(
                            "request " + id(refused) + " of 127.0.0.1",
                            "status 401 service-login-required",
                            "judged by revision 1 of the registry",
                            "refused by CheckServiceAccess",
                            "note: ")
                    .doesNotContain("this is not what happened");
            ProgramRun unknown = ProgramRun.of("explain", "--request-id", "a b/c", file.toString(), "--live", admin);
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("responded with 404: the request is not kept, or not any more");
            ProgramRun good = ProgramRun.of("explain", "--request-id", id(forwarded), file.toString(), "--live", admin);
            assertThat(good.code()).as(good.err()).isZero();
            assertThat(good.out()).containsPattern("\ntried http://127.0.0.1:\\d+: responded after [0-9.]+ ms\n");

            JsonNode overview = get(gateway, "/dashboard/api/registry");
            new ApiDescription().check("Registry", overview);
            assertThat(overview.at("/serving/revision").asInt()).isEqualTo(2);
            assertThat(overview.at("/generations/0/generation/hash")).isEqualTo(detail.at("/registry/hash"));
            assertThat(overview.at("/last_change/changes")).isNotEmpty();
        }
    }

    @Test
    void answersOfUsageUnusedAndAnalyticsAreAsDescribedToo() throws Exception {
        var description = new ApiDescription();
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(registry("false")))) {
            call(gateway, "/shop/items", "key", "web-key-text");
            call(gateway, "/orders/v1/items", "key", "lost-key-text");
            call(gateway, "/nowhere");
            Eventually.holds(
                    "all are counted",
                    () -> get(gateway, "/usage?by=hour,tenant,application,key,service,version,status")
                                            .path("usage")
                                            .size()
                                    == 3
                            && get(gateway, "/analytics/routes").path("routes").size() == 3);
            JsonNode usage =
                    get(gateway, "/usage?by=hour,tenant,application,key,service,version,status&from=2020-01-01");
            description.check("Usage", usage);
            assertThat(usage.has("complete_from"))
                    .as("older than the retention")
                    .isTrue();
            description.check("Usage", get(gateway, "/usage"));
            JsonNode unused = get(gateway, "/unused?days=1");
            description.check("Unused", unused);
            description.check("RouteAnalysis", get(gateway, "/analytics/routes"));
            JsonNode history = get(gateway, "/analytics/routes/%2Fshop/history");
            description.check("RouteHistory", history);
            assertThat(history.at("/buckets/0/tally/requests").asInt()).isEqualTo(1);
            description.check("Anomalies", get(gateway, "/analytics/anomalies"));
            JsonNode backends = get(gateway, "/analytics/backends");
            description.check("BackendAnalysis", backends);
            assertThat(backends.at("/backends/0/upstream").asText()).isEqualTo(backend.url());
        }
    }

    @Test
    void tellsBreakersHostsAndFailedReloads() throws Exception {
        var description = new ApiDescription();
        var registry = new RegistryFolder(folder);
        String services = """
                services:
                  orders:
                    health-check: { path: /heartbeat, interval: 50ms, timeout: 5s, unhealthy-after: 1, healthy-after: 1 }
                    versions: { "1": { hosts: ["%s"], requires: [] } }
                """.formatted(backend.url());
        registry.write("registry.yml", services);
        try (Gatehouse gateway = registry.start();
                EventStream events = EventStream.of(gateway, "?events=service,registry")) {
            backend.sick(true);
            JsonNode sick = events.next("service");
            description.check("ServiceEvent", sick);
            assertThat(sick.path("state").asText()).isEqualTo("unhealthy");
            registry.write("registry.yml", services + "nonsense: 1\n");
            Calls.send(Calls.request(gateway.adminAddress(), "/reload").POST(HttpRequest.BodyPublishers.noBody()));
            JsonNode change = events.next("registry");
            description.check("RegistryEvent", change);
            if (change.path("problems").asInt() == 0) {
                // The registry that it began with, which may have been loaded behind the beginning of the stream.
                change = events.next("registry");
                description.check("RegistryEvent", change);
            }
            assertThat(change.path("problems").asInt()).isEqualTo(1);
        }
    }

    @Test
    void isNotThereWhereItIsOff() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.with("traffic-log: off\n", registry("false")))) {
            assertThat(Calls.admin(gateway, "/dashboard/api/logs").statusCode()).isEqualTo(404);
            assertThat(Calls.admin(gateway, "/dashboard/api/metrics").statusCode())
                    .isEqualTo(200);
        }
    }
}
