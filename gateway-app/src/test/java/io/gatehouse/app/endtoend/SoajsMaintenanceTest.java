package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What services of SOAJS ask the maintenance port for, and what becomes of users whose store is away. */
@Execution(ExecutionMode.CONCURRENT)
class SoajsMaintenanceTest {

    private SoajsUsers installation;

    @BeforeEach
    void start() {
        installation = new SoajsUsers();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    private static JsonNode ask(Gatehouse gateway, String path) throws Exception {
        return SoajsUsers.json(Calls.admin(gateway, path).body());
    }

    private static JsonNode register(Gatehouse gateway, String body) throws Exception {
        return SoajsUsers.json(Calls.send(Calls.request(gateway.adminAddress(), "/register")
                        .method("POST", BodyPublishers.ofString(body)))
                .body());
    }

    @Test
    void givesServicesTheRegistryAsTheControllerDoes() throws Exception {
        try (Gatehouse gateway = installation.gateway("")) {
            JsonNode answer = ask(gateway, "/getRegistry?env=dev&name=orders&type=service&setBy=load");
            assertThat(answer.get("result").asBoolean()).isTrue();
            assertThat(answer.get("ts").asLong()).isPositive();
            assertThat(answer.at("/service/route").asText()).isEqualTo("/getRegistry");
            ObjectNode data = (ObjectNode) answer.get("data");
            assertThat(data.at("/services/orders").toString())
                    .isEqualTo("{\"group\":\"Shop\",\"port\":" + installation.port() + "}");
            assertThat(data.at("/coreDB/provision/servers/0/port").asInt())
                    .isEqualTo(installation.store().port());
            withoutTimes(data);
            ((ObjectNode) data.get("services")).remove("orders");
            ((ObjectNode) data.get("coreDB")).remove("provision");
            assertThat(data).isEqualTo(SoajsUsers.json(CoreDump.text("users/registry.json")));
        }
    }

    static void withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("timeLoaded");
        }
        node.forEach(SoajsMaintenanceTest::withoutTimes);
    }

    @Test
    void givesWhatIsAskedFor() throws Exception {
        try (Gatehouse gateway = installation.gateway(", advertise: gate.example")) {
            JsonNode other =
                    ask(gateway, "/getRegistry?env=STG&serviceName=oauth").get("data");
            assertThat(other.get("environment").asText()).isEqualTo("stg");
            assertThat(other.get("port").asInt()).isEqualTo(installation.port());
            assertThat(other.at("/serviceConfig/oauth/type").asInt()).isEqualTo(2);
            assertThat(other.at("/services").size()).isEqualTo(1);
            assertThat(other.at("/awareness/host").asText()).isEqualTo("gate.example");
            assertThat(other.at("/services/controller/hosts/1/0").asText()).isEqualTo("gate.example");

            JsonNode unknown = ask(gateway, "/getRegistry?env=nowhere&name=orders");
            assertThat(unknown.get("result").asBoolean()).isFalse();
            assertThat(unknown.has("data")).isFalse();

            JsonNode all = ask(gateway, "/awarenessStat").at("/data/services");
            assertThat(all.at("/orders/hosts/latest").asText()).isEqualTo("2");
            assertThat(all.at("/orders/versions/2/urac_ACL").asBoolean()).isTrue();
            assertThat(all.at("/orders/awarenessStats/127.0.0.1/healthy").asBoolean())
                    .isTrue();
            assertThat(all.at("/controller/port").asInt()).isEqualTo(4000);
            assertThat(all.has("soajs")).isFalse();
        }
    }

    @Test
    void keepsServicesThatRegisterOnlyIfTold() throws Exception {
        String body = "{\"name\":\"idle\",\"ip\":\"127.0.0.1\",\"port\":4019,\"portHost\":" + installation.port()
                + ",\"version\":\"1\",\"type\":\"service\",\"group\":\"Shop\",\"apiList\":[]}";
        try (Gatehouse gateway = installation.gateway("")) {
            assertThat(register(gateway, body).get("result").asBoolean()).isTrue();
            assertThat(register(gateway, "{\"name\":\"idle\"}").get("result").asBoolean())
                    .isFalse();
            assertThat(register(gateway, "{").get("result").asBoolean()).isFalse();
        }
        assertThat(installation.client().getDatabase("core_provision").listCollectionNames())
                .doesNotContain("registered");
        try (Gatehouse gateway = installation.gateway(", registrations: registered")) {
            assertThat(items(gateway).statusCode()).isEqualTo(404);
            assertThat(register(gateway, body).get("result").asBoolean()).isTrue();
            assertThat(register(gateway, body).get("result").asBoolean()).isTrue();
            Eventually.logged("it is served", () -> items(gateway).statusCode() == 200);
        }
        List<Document> kept = installation
                .client()
                .getDatabase("core_provision")
                .getCollection("registered")
                .find(Filters.eq("name", "idle"))
                .into(new ArrayList<>());
        assertThat(kept).hasSize(1);
    }

    private static HttpResponse<String> items(Gatehouse gateway) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/idle/v1/x").header("key", "acme-guest"));
    }

    @Test
    void refusesNobodyForAStoreThatIsAway() throws Exception {
        try (Gatehouse gateway = installation.gateway("")) {
            assertThat(mine(gateway, "ann").statusCode()).isEqualTo(200);
            installation.store().kill();
            assertThat(mine(gateway, "ann").statusCode()).as("remembered").isEqualTo(200);
            assertThat(mine(gateway, "bob").statusCode()).isEqualTo(503);
        }
    }

    private static HttpResponse<String> mine(Gatehouse gateway, String token) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders/v1/mine")
                .header("key", "acme-guest")
                .header("access_token", token));
    }
}
