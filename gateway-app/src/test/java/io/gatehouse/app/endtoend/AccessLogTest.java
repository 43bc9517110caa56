package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void hasALineForEachRequest() throws Exception {
        HttpResponse<String> good;
        HttpResponse<String> bad;
        String upstream;
        try (Backend backend = Backend.start("one");
                Gatehouse gateway =
                        Gatehouse.start(Configurations.logging("json", log, Configurations.orders(backend)))) {
            upstream = backend.url();
            good = Calls.send(Calls.request(gateway.address(), "/orders/v1/items/7?session=a-secret")
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .POST(BodyPublishers.ofString("12345")));
            bad = Calls.get(gateway, "/nobody");
        }

        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("a-secret"));
        checkGood(json(lines.get(0)), good, upstream);
        checkBad(json(lines.get(1)), bad);
    }

    @Test
    void saysWhyAHostCouldNotBeReached() throws Exception {
        HttpResponse<String> answer;
        Backend backend = Backend.start("one");
        try (Gatehouse gateway = Gatehouse.start(Configurations.logging("json", log, Configurations.orders(backend)))) {
            backend.close();
            answer = Calls.get(gateway, "/orders/v1/items/7");
        }

        JsonNode line = json(log.toString(StandardCharsets.UTF_8).strip());
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).doesNotContain("refused");
        assertThat(line.path("code").asText()).isEqualTo("upstream-unreachable");
        assertThat(line.path("upstream_failure").asText()).isEqualTo("127.0.0.1: connection refused");
    }

    private static void checkGood(JsonNode line, HttpResponse<String> response, String upstream) {
        assertThat(line.path("request_id").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(Instant.parse(line.path("time").asText())).isBefore(Instant.now());
        assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("method").asText()).isEqualTo("POST");
        assertThat(line.path("path").asText()).isEqualTo("/orders/v1/items/7");
        assertThat(line.path("protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(line.path("route").asText()).isEqualTo("orders");
        assertThat(line.path("service").asText()).isEqualTo("orders");
        assertThat(line.path("version").asText()).isEqualTo("1");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("bytes_in").asInt()).isEqualTo(5);
        assertThat(line.path("bytes_out").asInt()).isEqualTo(response.body().length());
        assertThat(line.path("upstream").asText()).isEqualTo(upstream);
        assertThat(line.path("attempts").asInt()).isEqualTo(1);
        assertThat(line.path("ttfb_ms").asDouble(-1))
                .isBetween(0.0, line.path("duration_ms").asDouble(-1));
        assertThat(line.path("traceparent").asText()).startsWith("00-4bf92f");
        assertThat(line.has("code")).isFalse();
    }

    private static void checkBad(JsonNode line, HttpResponse<String> response) {
        assertThat(line.path("request_id").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(line.path("status").asInt()).isEqualTo(404);
        assertThat(line.path("code").asText()).isEqualTo("service-unknown");
        assertThat(line.path("fault").asText()).isEqualTo("client");
        assertThat(line.has("service")).isFalse();
        assertThat(line.has("upstream")).isFalse();
    }

    private static JsonNode json(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }

    @Test
    void canBeText() throws Exception {
        try (Backend backend = Backend.start("one");
                Gatehouse gateway =
                        Gatehouse.start(Configurations.logging("text", log, Configurations.orders(backend)))) {
            Calls.get(gateway, "/orders/items");
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(" method=GET path=/orders/items ")
                .contains(" status=200 ");
    }
}
