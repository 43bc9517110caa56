package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCommandTest {

    private static final String REGISTRY = """
            services:
              orders: { versions: { "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] } } }
            products:
              shop: { packages: { basic: { acl: { orders: { "1": { apis: restricted, get: { /items: {}, /lists: {} } } } } } } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: secret-of-at-least-32-bytes-for-acme, audience: shop }
                applications:
                  storefront: { package: shop/basic, keys: { web: { value: secret-web-key } } }
            """;

    @TempDir
    private Path folder;

    private Path old;

    @BeforeEach
    void write() throws Exception {
        old = configuration("old", REGISTRY);
    }

    private Path configuration(String name, String registry) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        Files.writeString(home.resolve("registry.yml"), registry);
        return Files.writeString(
                home.resolve("gateway.yml"), "registry: { file: { path: registry.yml, watch: false } }\n");
    }

    @Test
    void tellsLossesFirstAndEndsWithOne() throws Exception {
        Path next = configuration(
                "new", REGISTRY.replace("/items: {}", "/more: {}").replace("audience: shop", "audience: market"));

        ProgramRun run = ProgramRun.of("diff", old.toString(), next.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "lost",
                        "  - key acme/storefront/web loses GET /orders/items",
                        "",
                        "perhaps lost",
                        "  ? tenant acme: how tokens are verified has changed (audience)",
                        "",
                        "gained",
                        "  + key acme/storefront/web gains GET /orders/more",
                        "",
                        "1 lost, 1 perhaps lost");
    }

    @Test
    void endsWithZeroWhereNobodyLosesAnything() throws Exception {
        Path next = configuration("new", REGISTRY.replace("/items: {}", "/items: {}, /more: {}"));

        ProgramRun run = ProgramRun.of("diff", old.toString(), next.toString());

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "gained", "  + key acme/storefront/web gains GET /orders/more", "", "nobody loses anything");
        assertThat(ProgramRun.of("diff", old.toString(), old.toString()).out())
                .isEqualTo("nothing changes for callers" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "/items: {}, /items: {},               0, 0, 0",
        "/items: {}, '/items: {}, /more: {}',  0, 1, 1",
        "/items: {}, /more: {},                1, 1, 1",
        "'/items: {}, ', '',                   1, 0, 1"
    })
    void failsOnWhatItIsToldToFailOn(String before, String after, int loss, int gain, int any) throws Exception {
        Path next = configuration("new", REGISTRY.replace(before, after));

        assertThat(failingOn("loss", next)).isEqualTo(loss);
        assertThat(failingOn("gain", next)).isEqualTo(gain);
        assertThat(failingOn("any", next)).isEqualTo(any);
    }

    @Test
    void failsOnAChangeThatIsNeitherLossNorGainIfItIsToldTo() throws Exception {
        Path next = configuration("new", REGISTRY.replace("127.0.0.1:9001", "127.0.0.1:9002"));

        assertThat(failingOn("loss", next)).isZero();
        assertThat(failingOn("gain", next)).isZero();
        assertThat(failingOn("any", next)).isEqualTo(1);
    }

    private int failingOn(String what, Path next) {
        return ProgramRun.of("diff", "--fail-on", what, old.toString(), next.toString())
                .code();
    }

    @Test
    void hasAMachineForm() throws Exception {
        Path next = configuration("new", REGISTRY.replace("/items: {}, ", ""));

        ProgramRun run = ProgramRun.of("diff", "--json", old.toString(), next.toString());
        JsonNode report = new ObjectMapper().readTree(run.out());

        assertThat(run.code()).isEqualTo(1);
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly("before", "after", "loss", "totals", "omitted", "judged", "changes");
        assertThat(report.path("loss").asBoolean()).isTrue();
        assertThat(report.at("/totals/loss").asInt()).isEqualTo(1);
        assertThat(report.at("/totals/possible-loss").asInt()).isZero();
        JsonNode change = report.at("/changes/0");
        assertThat(change.fieldNames())
                .toIterable()
                .containsExactly(
                        "effect",
                        "loss",
                        "kind",
                        "subject",
                        "what",
                        "line",
                        "keys",
                        "key_count",
                        "calls",
                        "call_count");
        assertThat(change.path("effect").asText()).isEqualTo("loss");
        assertThat(change.path("kind").asText()).isEqualTo("access");
        assertThat(change.path("subject").asText()).isEqualTo("key acme/storefront/web");
        assertThat(change.path("what").asText()).isEqualTo("loses GET /orders/items");
        assertThat(change.at("/keys/0").asText()).isEqualTo("acme/storefront/web");
        assertThat(change.at("/calls/0").asText()).isEqualTo("GET /orders/items");
        assertThat(run.out() + run.err()).doesNotContain("secret-");
    }

    @Test
    void tellsTheProblemsOfBothConfigurationsAndEndsWithTwo() throws Exception {
        Path next = configuration("new", REGISTRY.replace("tenants:", "tenant:"));
        Path third = configuration("third", REGISTRY.replace("services:", "service:"));

        ProgramRun run = ProgramRun.of("diff", next.toString(), third.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("new/registry.yml:5:1 tenant: ").contains("third/registry.yml:1:1 service: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OLD",
                "OLD OLD OLD",
                "OLD OLD --live http://127.0.0.1:1",
                "OLD --live 127.0.0.1:8081",
                "OLD --live ftp://127.0.0.1",
                "OLD --live http://me:secret-word@127.0.0.1:1",
                "OLD --live http://127.0.0.1:1/other",
                "OLD --live http://127.0.0.1:1",
                "OLD --live",
                "missing.yml OLD"
            })
    void answersAnUnusableCallWithTwo(String call) {
        String[] arguments = ("diff " + call.replace("OLD", old.toString())).split(" ", -1);

        ProgramRun run = ProgramRun.of(arguments);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotEmpty().doesNotContain("secret-").doesNotContain("\tat ");
    }
}
