package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host of weight zero gets no new requests; where all have it there is nobody to answer. */
class DrainedHostTest {

    private static final String REGISTRY = """
            services:
              orders:
                load-balancing: %s
                versions:
                  "1":
                    hosts: [{ url: "%s", weight: %d }, { url: "%s", weight: %d }]
                    requires: []
            """;

    @TempDir
    private Path temporary;

    private final Backend one = Backend.start("one");
    private final Backend two = Backend.start("two");
    private RegistryFolder registry;

    @BeforeEach
    void folder() throws Exception {
        registry = new RegistryFolder(temporary);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private void write(String balancing, int first, int second) throws Exception {
        registry.write("all.yml", REGISTRY.formatted(balancing, one.url(), first, two.url(), second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "random", "least-requests"})
    void getsNoNewRequests(String balancing) throws Exception {
        write(balancing, 1, 1);
        try (Gatehouse gateway = registry.start()) {
            assertThat(answers(gateway)).containsExactlyInAnyOrder("one /", "two /");

            write(balancing, 0, 1);
            gateway.reload();
            assertThat(answers(gateway)).containsExactly("two /");
            JsonNode health =
                    new ObjectMapper().readTree(Calls.admin(gateway, "/health").body());
            assertThat(health.at("/status").asText()).isEqualTo("healthy");
            JsonNode hosts = health.at("/services/0/versions/0/hosts");
            assertThat(hosts.at("/0/drained").asBoolean()).isTrue();
            assertThat(hosts.at("/1/drained").asBoolean()).isFalse();

            write(balancing, 0, 0);
            gateway.reload();
            HttpResponse<String> refused = Calls.get(gateway, "/orders");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("no-healthy-host");
            assertThat(Calls.admin(gateway, "/health").body()).contains("\"failing\"");
            assertThat(Calls.admin(gateway, "/registry").body()).contains("every host has weight 0");

            write(balancing, 1, 1);
            gateway.reload();
            assertThat(answers(gateway)).containsExactlyInAnyOrder("one /", "two /");
        }
    }

    private static Set<String> answers(Gatehouse gateway) throws Exception {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            answers.add(Calls.get(gateway, "/orders").body());
        }
        return answers;
    }
}
