package io.gatehouse.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EchoHostsTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private EchoHosts hosts;

    @BeforeEach
    void start() throws Exception {
        hosts = EchoHosts.start();
    }

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void tellsWhatItSawOfARequest() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(1, "/items/7?colour=red"))
                .header("X-Request-Id", "abc")
                .header("Authorization", "Bearer secret")
                .POST(BodyPublishers.ofString("12345"))
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        JsonNode answer = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.path("host").asText()).isEqualTo("orders-2");
        assertThat(answer.path("method").asText()).isEqualTo("POST");
        assertThat(answer.path("path").asText()).isEqualTo("/items/7?colour=red");
        assertThat(answer.path("request_id").asText()).isEqualTo("abc");
        assertThat(answer.path("body_bytes").asInt()).isEqualTo(5);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void switchesOneHostToUnhealthyWhicheverIsAsked() throws Exception {
        assertThat(status("POST", 0, "/unhealthy")).isEqualTo(200);

        assertThat(status("GET", 0, "/heartbeat")).isEqualTo(200);
        assertThat(status("GET", 1, "/heartbeat")).isEqualTo(200);
        assertThat(status("GET", 2, "/heartbeat")).isEqualTo(503);
        assertThat(status("GET", 2, "/items")).as("calls still succeed").isEqualTo(200);
    }

    @Test
    void switchesItBack() throws Exception {
        assertThat(status("POST", 0, "/unhealthy")).isEqualTo(200);
        assertThat(status("POST", 1, "/healthy")).isEqualTo(200);

        assertThat(status("GET", 2, "/heartbeat")).isEqualTo(200);
    }

    @Test
    void doesNotBecomeUnhealthyByBeingLookedAt() throws Exception {
        assertThat(status("GET", 2, "/unhealthy")).isEqualTo(405);

        assertThat(status("GET", 2, "/heartbeat")).isEqualTo(200);
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        assertThat(status("HEAD", 0, "/items")).isEqualTo(200);
        assertThat(status("GET", 0, "/items")).as("on the same connection").isEqualTo(200);
    }

    private int status(String method, int host, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(host, path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private URI uri(int host, String path) {
        return URI.create(hosts.all().get(host).url() + path);
    }
}
