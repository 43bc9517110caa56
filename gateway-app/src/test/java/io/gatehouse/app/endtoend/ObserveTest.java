package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Checks that are watched over real sockets: calls go on, and the log, the metrics and explain say what would have been. */
class ObserveTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void whatWouldBeRefusedGoesOnAndIsLoggedCountedAndExplained() throws Exception {
        JsonNode explained;
        JsonNode observed;
        String metrics;
        HttpResponse<String> call;
        HttpResponse<String> strict;
        try (Backend backend = Backend.start("one");
                Gatehouse gateway = Gatehouse.start(Configurations.logging(
                        "json",
                        log,
                        Tenancy.registry(backend).replace("office-key,", "office-key, observe: [addresses, acl],")));
                EventStream events = EventStream.of(gateway, "?events=request")) {
            call = Calls.send(Calls.request(gateway.address(), "/orders/admin").header("key", "office-key"));
            strict =
                    Calls.send(Calls.request(gateway.address(), "/orders/admin").header("key", "web-key"));
            explained = json.readTree(
                    Calls.send(Calls.request(gateway.adminAddress(), "/explain").POST(BodyPublishers.ofString("""
                                    {"method": "GET", "path": "/orders/admin", "as": "acme/storefront/office"}""")))
                            .body());
            events.next("request");
            events.next("request");
            observed = json.readTree(
                    Calls.admin(gateway, "/dashboard/api/observed").body());
            Eventually.shows(gateway, "gatehouse_would_refuse_total{");
            metrics = Calls.admin(gateway, "/metrics").body();
        }

        assertThat(call.statusCode()).isEqualTo(200);
        assertThat(strict.statusCode()).isEqualTo(403);
        JsonNode line = json.readTree(
                log.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
        assertThat(line.path("would_refuse").asText())
                .matches("api-not-granted \\(.+:\\d+:\\d+\\); address-not-allowed \\(.+:\\d+:\\d+\\)");
        assertThat(line.has("code")).isFalse();
        assertThat(metrics.lines().filter(one -> one.startsWith("gatehouse_would_refuse_total")))
                .hasSize(2)
                .allMatch(one -> one.contains("key=\"acme/storefront/office\"") && one.endsWith(" 1.0"));
        new ApiDescription().check("Observed", observed);
        assertThat(observed.at("/watched/0/checks"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("acl", "addresses");
        assertThat(observed.at("/observed")).hasSize(2).allSatisfy(one -> {
            assertThat(one.path("key").asText()).isEqualTo("acme/storefront/office");
            assertThat(one.path("since_start").asInt()).isEqualTo(1);
            assertThat(one.path("last_request").asText())
                    .isEqualTo(call.headers().firstValue("X-Request-Id").orElseThrow());
        });
        assertThat(observed.path("observed").findValuesAsText("code"))
                .containsExactlyInAnyOrder("api-not-granted", "address-not-allowed");
        assertThat(explained.path("outcome").asText()).isEqualTo("forwarded");
        assertThat(explained.path("steps").findValuesAsText("verdict"))
                .filteredOn("observed"::equals)
                .hasSize(2);
    }
}
