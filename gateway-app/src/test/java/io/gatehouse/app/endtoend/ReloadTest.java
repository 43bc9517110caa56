package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.domain.registry.ReloadResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks for threads of any gateway in the process")
class ReloadTest {

    @TempDir
    private Path temporary;

    private Backend one;
    private Backend two;
    private RegistryFolder registry;

    @BeforeEach
    void start() throws Exception {
        one = Backend.start("one");
        two = Backend.start("two");
        registry = new RegistryFolder(temporary);
        registry.serve(one);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void takesUpAFileThatIsReplaced() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            assertThat(Calls.get(gateway, "/orders").body()).isEqualTo("one /");

            registry.serve(two);

            Eventually.logged("the new host is called", () -> answer(gateway).equals("two /"));
            Eventually.logged(
                    "so it is told", () -> state(gateway).path("revision").asInt() == 2);
        }
    }

    @Test
    void takesUpAFileThatIsWrittenInPlace() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            Files.writeString(registry.services(), Configurations.orders(two));

            Eventually.logged("the new host is called", () -> answer(gateway).equals("two /"));
        }
    }

    @Test
    void takesUpAFolderThatIsSwappedByALinkAsKubernetesDoes() throws Exception {
        Path mounted = Files.createDirectories(temporary.resolve("mounted/registry"));
        publish(mounted, "..first", one);
        Files.createSymbolicLink(mounted.resolve("services.yml"), Path.of("..data", "services.yml"));
        RegistryFolder folder = new RegistryFolder(temporary.resolve("mounted"));
        try (Gatehouse gateway = folder.start()) {
            assertThat(answer(gateway)).isEqualTo("one /");

            publish(mounted, "..second", two);

            Eventually.logged("the new host is called", () -> answer(gateway).equals("two /"));
        }
    }

    /** Writes a folder and turns the link {@code ..data} to it in one step. */
    private static void publish(Path mounted, String name, Backend backend) throws Exception {
        Path data = Files.createDirectory(mounted.resolve(name));
        Files.writeString(data.resolve("services.yml"), Configurations.orders(backend));
        Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of(name));
        Files.move(
                link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void leavesFilesOfEditorsAlone() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            for (String name :
                    new String[] {".services.yml.swp", "services.yml~", "4913", "#services.yml#", ".#x.yml"}) {
                Files.writeString(registry.path().resolve(name), "services: [");
            }

            assertThat(gateway.reload()).isEqualTo(ReloadResult.UNCHANGED);
        }
    }

    @Test
    void readsOnlyWhenAskedIfItIsNotToWatch() throws Exception {
        String settings = registry.text(", watch: false", "");
        try (Gatehouse gateway = Gatehouse.start(GatehouseConfiguration.parse(settings))) {
            registry.serve(two);

            Eventually.ended("gatehouse-registry");
            assertThat(answer(gateway)).isEqualTo("one /");
            assertThat(gateway.reload()).isEqualTo(ReloadResult.LOADED);
            assertThat(answer(gateway)).isEqualTo("two /");
        }
    }

    @Test
    void reloadsWhenAskedOnTheAdminPort() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            HttpResponse<String> unchanged = post(gateway);
            assertThat(unchanged.statusCode()).isEqualTo(200);
            assertThat(new ObjectMapper()
                            .readTree(unchanged.body())
                            .path("result")
                            .asText())
                    .isEqualTo("unchanged");

            registry.write("services.yml", "services: { orders: { versions: {} } }\n");
            HttpResponse<String> refused = post(gateway);

            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(new ObjectMapper()
                            .readTree(refused.body())
                            .at("/registry/failure/problems/0")
                            .asText())
                    .startsWith("1. ")
                    .contains("services.yml:1:")
                    .contains("services.orders.versions");
            assertThat(answer(gateway)).isEqualTo("one /");
        }
    }

    @Test
    void keepsTheHealthOfHostsThatStay() throws Exception {
        String checked = "    health-check: { path: /heartbeat, interval: 1h, unhealthy-after: 1 }\n";
        one.sick(true);
        registry.write("services.yml", Configurations.orders(checked, one, two));
        try (Gatehouse gateway = registry.start()) {
            Eventually.logged(
                    "one is out", () -> Calls.admin(gateway, "/health").body().contains("\"healthy\":false"));
            one.sick(false);

            registry.write("services.yml", Configurations.orders(checked + "    credentials: pass\n", one, two));
            assertThat(gateway.reload()).isIn(ReloadResult.LOADED, ReloadResult.UNCHANGED);

            assertThat(state(gateway).path("revision").asInt()).isEqualTo(2);
            assertThat(Calls.admin(gateway, "/health").body()).contains("\"healthy\":false");
            for (int i = 0; i < 4; i++) {
                assertThat(answer(gateway)).isEqualTo("two /");
            }
        }
    }

    private static String answer(Gatehouse gateway) throws Exception {
        return Calls.get(gateway, "/orders").body();
    }

    private static HttpResponse<String> post(Gatehouse gateway) throws Exception {
        return Calls.send(Calls.request(gateway.adminAddress(), "/reload").POST(BodyPublishers.noBody()));
    }

    private static JsonNode state(Gatehouse gateway) throws Exception {
        return new ObjectMapper().readTree(Calls.admin(gateway, "/registry").body());
    }
}
