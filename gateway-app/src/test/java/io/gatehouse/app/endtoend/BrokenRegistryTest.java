package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of the registry's files, the last good registry keeps serving, and the problem is named. */
class BrokenRegistryTest {

    private static final String TENANTS = """
            products: { shop: { packages: { basic: {} } } }
            tenants:
              acme: { name: Acme, applications: { app: { package: shop/basic, keys: { web: { value: web-key } } } } }
            """;

    @TempDir
    private Path temporary;

    private Backend backend;
    private RegistryFolder registry;

    @BeforeEach
    void start() throws Exception {
        backend = Backend.start("one");
        registry = new RegistryFolder(temporary);
        registry.serve(backend);
        registry.write("tenants.yml", TENANTS);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    /** Something that befalls files. */
    private record Accident(String name, String told, Change change) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Change {
        void befall(RegistryFolder registry) throws IOException;
    }

    static Stream<Accident> accidents() {
        return Stream.of(
                new Accident("half written", "services.yml:", registry -> {
                    String whole = Files.readString(registry.services());
                    Files.writeString(registry.services(), whole.substring(0, whole.indexOf("hosts")));
                }),
                new Accident("truncated", "services.yml:1:1: nothing", r -> Files.writeString(r.services(), "")),
                new Accident(
                        "renamed",
                        "services: none",
                        r -> Files.move(r.services(), r.services().resolveSibling("services.yml.bak"))),
                new Accident(
                        "one deleted",
                        "tenants: none",
                        r -> Files.delete(r.services().resolveSibling("tenants.yml"))),
                new Accident("all deleted", "no .yml, .yaml or .json file", r -> {
                    Files.delete(r.services());
                    Files.delete(r.services().resolveSibling("tenants.yml"));
                }),
                new Accident(
                        "the folder renamed",
                        "no such file or directory",
                        r -> Files.move(r.path(), r.path().resolveSibling("elsewhere"))),
                new Accident("a folder in its place", "services: none", r -> {
                    Files.delete(r.services());
                    Files.createDirectory(r.services());
                }),
                new Accident("a link to nowhere", "services.yml: no such file", r -> {
                    Files.delete(r.services());
                    Files.createSymbolicLink(r.services(), Path.of("nowhere"));
                }),
                new Accident("a link to itself, which nobody can read", "services.yml: n", r -> {
                    Files.delete(r.services());
                    Files.createSymbolicLink(r.services(), r.services());
                }),
                new Accident("a link to a device without an end", "services.yml: not a file", r -> {
                    Files.delete(r.services());
                    Files.createSymbolicLink(r.services(), Path.of("/dev/zero"));
                }),
                new Accident("100 MB", "services.yml: larger than", r -> {
                    try (var file = new RandomAccessFile(r.services().toFile(), "rw")) {
                        file.setLength(100L << 20);
                    }
                }),
                new Accident(
                        "no text",
                        "services.yml:",
                        r -> Files.write(r.services(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2})),
                new Accident(
                        "nested too deeply",
                        "services.yml:",
                        r -> Files.writeString(r.services(), "services: " + "[".repeat(100_000))),
                new Accident(
                        "aliases that explode",
                        "services.yml:",
                        r -> Files.writeString(r.services(), "a: &a [x, x]\nb: &b [*a, *a]\nservices: [*b, *b]\n")),
                new Accident(
                        "a name that stands twice",
                        "a second time",
                        r -> r.write("more.yml", Files.readString(r.services()))),
                new Accident(
                        "a bad value",
                        "services.orders.load-balancing",
                        r -> r.write(
                                "services.yml",
                                Files.readString(r.services())
                                        .replace("    versions:", "    load-balancing: best\n    versions:"))),
                new Accident(
                        "a rule that is broken",
                        "tenants.acme.applications.app.package",
                        r -> r.write("tenants.yml", TENANTS.replace("package: shop/basic", "package: shop/gold"))));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("accidents")
    void theLastGoodRegistryKeepsServing(Accident accident) throws Exception {
        try (Gatehouse gateway = registry.start()) {
            accident.change().befall(registry);

            Eventually.logged(
                    "it is noticed", () -> !state(gateway).path("failure").isMissingNode());
            assertThat(state(gateway).at("/failure/problems").toString()).contains(accident.told());
            assertThat(state(gateway).path("revision").asInt()).isEqualTo(1);
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);
            JsonNode health =
                    new ObjectMapper().readTree(Calls.admin(gateway, "/health").body());
            assertThat(health.path("status").asText()).isEqualTo("degraded");
            assertThat(health.at("/registry/problems").asInt()).isPositive();
            assertThat(Calls.admin(gateway, "/readyz").statusCode()).isEqualTo(200);
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .doesNotContain("gatehouse_registry_problems 0.0")
                    .contains("gatehouse_registry_problems ");
        }
    }

    @Test
    void recoversWhenTheFileDoes() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            String good = Files.readString(registry.services());
            Files.writeString(registry.services(), "services: [");
            Eventually.logged(
                    "it is noticed", () -> !state(gateway).path("failure").isMissingNode());

            registry.write("services.yml", good);

            Eventually.logged(
                    "it is well again", () -> state(gateway).path("failure").isMissingNode());
            assertThat(state(gateway).path("revision").asInt())
                    .as("the same content is not loaded a second time")
                    .isEqualTo(1);
        }
    }

    @Test
    void anOperatorMayEmptyASection() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            Files.delete(registry.services().resolveSibling("tenants.yml"));
            gateway.reload();

            assertThat(state(gateway).path("revision").asInt()).isEqualTo(2);
            assertThat(state(gateway).path("failure").isMissingNode()).isTrue();
        }
    }

    @Test
    void startsFromTheLastGoodCopyIfTheFilesAreBroken() throws Exception {
        String copy = ", last-good: " + temporary.resolve("kept");
        String hash;
        try (Gatehouse gateway = registry.start(copy)) {
            hash = state(gateway).path("hash").asText();
        }
        Files.writeString(registry.services(), "services: [");

        try (Gatehouse gateway = registry.start(copy)) {
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);
            assertThat(state(gateway).path("hash").asText()).isEqualTo(hash);
            assertThat(state(gateway).path("source").asText()).endsWith("last good copy");
            assertThat(state(gateway).at("/failure/problems/0").asText()).contains("services.yml:");

            registry.serve(backend);
            Eventually.logged(
                    "it is well again", () -> state(gateway).path("failure").isMissingNode());
        }
    }

    private static JsonNode state(Gatehouse gateway) throws Exception {
        return new ObjectMapper().readTree(Calls.admin(gateway, "/registry").body());
    }
}
