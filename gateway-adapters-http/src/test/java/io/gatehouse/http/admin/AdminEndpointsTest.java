package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.TestBalancedRequest;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamGroup;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminEndpointsTest {

    private AdminFixture admin;

    @BeforeEach
    void start() throws IOException {
        admin = new AdminFixture();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void isAliveWhateverTheReadiness() throws IOException {
        for (Readiness readiness : Readiness.values()) {
            admin.readiness = readiness;
            assertThat(admin.client().get("/livez").status()).isEqualTo(200);
        }
    }

    @Test
    void tellsWhetherItIsReadyAndWhyNot() throws IOException {
        assertThat(admin.client().get("/readyz").status()).isEqualTo(200);
        admin.readiness = Readiness.STARTING;
        assertThat(admin.client().get("/readyz").json().get("detail").textValue())
                .isEqualTo("the gateway is starting");
        admin.readiness = Readiness.SHUTTING_DOWN;
        AdminClient.Answer answer = admin.client().get("/readyz");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.json().get("detail").textValue()).isEqualTo("the gateway is shutting down");
    }

    @Test
    void showsEveryHost() throws IOException {
        UpstreamGroup orders = admin.group("orders");
        orders.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        orders.health(orders.hosts().get(1), "status 500");
        admin.clock.advance(Duration.ofSeconds(90));

        AdminClient.Answer answer = admin.client().get("/health");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode report = answer.json();
        assertThat(report.get("status").textValue()).isEqualTo("degraded");
        assertThat(report.get("environment").textValue()).isEqualTo("dev");
        assertThat(report.get("version").textValue()).isEqualTo("1.2.3");
        assertThat(report.get("uptime_seconds").intValue()).isEqualTo(90);
        assertThat(report.get("registry").toString())
                .isEqualTo(
                        "{\"revision\":1,\"hash\":\"\",\"source\":\"test\",\"loaded\":\"1970-01-01T00:00:00Z\",\"problems\":0}");
        assertThat(report.at("/services/0").toString())
                .isEqualTo("{\"name\":\"orders\",\"probed\":true,\"panic\":false,\"versions\":[{\"version\":\"1\","
                        + "\"status\":\"degraded\",\"hosts\":["
                        + "{\"address\":\"http://10.0.0.1:8080\",\"healthy\":true,\"drained\":false,\"in_flight\":1},"
                        + "{\"address\":\"https://10.0.0.2\",\"healthy\":false,\"reason\":\"status 500\",\"drained\":false,\"in_flight\":0}"
                        + "]}]}");
        assertThat(report.at("/services/1/versions/0/status").textValue()).isEqualTo("healthy");
    }

    @Test
    void failsWhenAVersionHasNoHostLeft() throws IOException {
        assertThat(admin.client().get("/health").json().get("status").textValue())
                .isEqualTo("healthy");
        UpstreamGroup orders = admin.group("orders");
        orders.hosts().forEach(host -> orders.health(host, "connection refused"));
        AdminClient.Answer answer = admin.client().get("/health");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("status").textValue()).isEqualTo("failing");
        assertThat(answer.json().at("/services/1/versions/0/status").textValue())
                .isEqualTo("healthy");

        orders.hosts().forEach(host -> orders.health(host, null));
        assertThat(admin.client().get("/health").status()).isEqualTo(200);
    }

    @Test
    void showsMetricsInTheFormThatIsAskedFor() throws IOException {
        AdminClient.Answer text = admin.client().get("/metrics");
        assertThat(text.status()).isEqualTo(200);
        assertThat(text.headers()).containsEntry("content-type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body())
                .contains("gatehouse_registry_revision 1.0\n")
                .contains(
                        "gatehouse_upstream_healthy{service=\"orders\",upstream=\"https://10.0.0.2\",version=\"1\"} 1.0");

        AdminClient.Answer open =
                admin.client().call("GET", "/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n");
        assertThat(open.headers().get("content-type")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void beatsAsSoajsToolsExpect() throws IOException {
        JsonNode beat = admin.client().get("/heartbeat").json();
        assertThat(beat.get("result").booleanValue()).isTrue();
        assertThat(beat.get("ts").longValue()).isEqualTo(ManualClock.START_MILLIS);
        assertThat(beat.at("/service/service").textValue()).isEqualTo("gatehouse");
        assertThat(beat.at("/service/type").textValue()).isEqualTo("rest");
        assertThat(beat.at("/service/route").textValue()).isEqualTo("/heartbeat");
    }

    @Test
    void tellsHostsAsSoajsToolsExpect() throws IOException {
        UpstreamGroup orders = admin.group("orders");
        orders.health(orders.hosts().get(1), "status 500");

        JsonNode answer = admin.client().get("/awarenessStat").json();

        assertThat(answer.get("result").booleanValue()).isTrue();
        assertThat(answer.at("/data/services/orders").toString())
                .isEqualTo("{\"port\":8080,\"hosts\":{\"latest\":\"1\",\"1\":[\"10.0.0.1\",\"10.0.0.2\"]},"
                        + "\"awarenessStats\":{\"10.0.0.1\":{\"healthy\":true,\"version\":\"1\"},"
                        + "\"10.0.0.2\":{\"healthy\":false,\"version\":\"1\"}}}");
    }
}
