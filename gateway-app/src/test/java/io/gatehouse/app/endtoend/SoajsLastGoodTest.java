package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.app.startup.Gatehouse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that starts from its last good copy stands in the controller's place as one that has read the database. */
class SoajsLastGoodTest {

    @TempDir
    private Path folder;

    @Test
    void tellsServicesAllThatTheyWereTold() throws Exception {
        try (var installation = new SoajsUsers()) {
            JsonNode told;
            JsonNode registry;
            try (Gatehouse gateway = installation.keeping(folder.resolve("kept"))) {
                told = told(gateway);
                registry = registry(gateway);
            }
            installation.store().kill();
            installation.store().restart();
            try (Gatehouse gateway = installation.keeping(folder.resolve("kept"))) {
                assertThat(told.at("/key/iKey").asText()).isNotEmpty();
                assertThat(told(gateway)).isEqualTo(told);
                assertThat(registry.at("/custom/features/value/flag").asText()).isEqualTo("on");
                assertThat(registry(gateway)).isEqualTo(registry);
                assertThat(Calls.admin(gateway, "/health").body()).contains("last good copy");
            }
        }
    }

    private static JsonNode told(Gatehouse gateway) throws Exception {
        var response =
                Calls.send(Calls.request(gateway.address(), "/orders/v2/x").header("key", "acme-guest"));
        return SoajsUsers.json(
                SoajsUsers.json(response.body()).path("soajsinjectobj").asText());
    }

    private static JsonNode registry(Gatehouse gateway) throws Exception {
        JsonNode data = SoajsUsers.json(Calls.admin(gateway, "/getRegistry?env=dev&name=orders&type=service")
                        .body())
                .path("data");
        SoajsMaintenanceTest.withoutTimes(data);
        return data;
    }
}
