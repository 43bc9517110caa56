package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ErrorFormatsTest {

    private static final String REGISTRY = """
            services:
              orders:
                versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } }
            """;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void describesAProblemAsRfc9457Says() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(REGISTRY))) {
            HttpResponse<String> response = Calls.get(gateway, "/nobody");

            JsonNode problem = json.readTree(response.body());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(problem.path("status").asInt()).isEqualTo(404);
            assertThat(problem.path("title").asText()).isEqualTo(Rejection.SERVICE_UNKNOWN.safeMessage());
            assertThat(problem.path("code").asText()).isEqualTo("service-unknown");
            assertThat(problem.path("request_id").asText())
                    .isNotEmpty()
                    .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        }
    }

    @Test
    void speaksTheEnvelopeOfSoajsIfAskedTo() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.with("errors: { format: soajs }\n", REGISTRY))) {
            HttpResponse<String> response = Calls.get(gateway, "/nobody");

            JsonNode envelope = json.readTree(response.body());
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/json");
            assertThat(envelope.path("result").asBoolean(true)).isFalse();
            assertThat(envelope.at("/errors/codes/0").asInt()).isEqualTo(130);
            assertThat(envelope.at("/errors/details/0/message").asText()).isEqualTo("Unknown service.");
            assertThat(envelope.has("ts")).isFalse();
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(REGISTRY));
                var connection = RawConnection.to(gateway.address())) {
            connection.send("HEAD /nobody HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 404 ");

            connection.send("GET /nobody HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(connection.readAll())
                    .as("what follows on the same connection")
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void tellsAnUnreachableUpstreamFromABrokenGateway() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(REGISTRY))) {
            HttpResponse<String> response = Calls.get(gateway, "/orders/items");

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body())
                    .contains("\"code\":\"upstream-unreachable\"")
                    .doesNotContain("127.0.0.1")
                    .doesNotContain("Exception");
        }
    }
}
