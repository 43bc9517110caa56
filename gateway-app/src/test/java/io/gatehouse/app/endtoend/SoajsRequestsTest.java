package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to an installation with users, over sockets: what is answered, and what services are told, as the controller has it. */
class SoajsRequestsTest {

    private static SoajsUsers installation;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() throws Exception {
        installation = new SoajsUsers();
        gateway = installation.gateway("");
        Eventually.logged(
                "a sick host is noticed",
                () -> Calls.admin(gateway, "/health")
                        .body()
                        .matches("(?s).*\"lost\".*\"status\":\"(failing|down)\".*"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        installation.close();
    }

    static Stream<String> requests() {
        return CoreDump.text("users/requests.txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    static Stream<String> told() throws Exception {
        return names("users/injected.json");
    }

    static Stream<String> shown() throws Exception {
        return names("users/acl.json");
    }

    private static Stream<String> names(String file) throws Exception {
        List<String> names = new ArrayList<>();
        Iterator<String> all = SoajsUsers.json(CoreDump.text(file)).fieldNames();
        all.forEachRemaining(names::add);
        return names.stream();
    }

    private static HttpResponse<String> send(String line) throws Exception {
        String[] cells = line.split("\\|", -1);
        String[] request = cells[1].strip().split(" ", 2);
        HttpRequest.Builder builder =
                Calls.request(gateway.address(), request[1]).method(request[0], BodyPublishers.noBody());
        header(builder, "key", cells[0].strip());
        header(builder, "access_token", cells[2].strip());
        String other = cells[3].strip();
        int colon = other.indexOf(':');
        if (colon > 0) {
            header(
                    builder,
                    other.substring(0, colon),
                    other.substring(colon + 1).strip());
        }
        if (!other.startsWith("User-Agent")) {
            builder.header("User-Agent", "table");
        }
        return Calls.send(builder);
    }

    private static void header(HttpRequest.Builder builder, String name, String value) {
        if (!value.equals("-")) {
            builder.header(name, value);
        }
    }

    @Test
    void thereAreManyRequests() {
        assertThat(requests().distinct()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "USER_UNKNOWN",
                "PIN_REQUIRED",
                "ENVIRONMENT_NOT_ALLOWED",
                "ENVIRONMENT_UNKNOWN",
                "ENVIRONMENT_UNREACHABLE",
                "PROXY_TARGET_MISSING",
                "ROAMING_NOT_ALLOWED",
                "ROAMING_TENANT_UNKNOWN"
            })
    void everyRefusalOfTheSourceIsAmongThem(Rejection rejection) {
        assertThat(requests()).anyMatch(line -> line.endsWith("| " + rejection.number()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answersAsTheControllerDoes(String line) throws Exception {
        String[] cells = line.split("\\|", -1);
        HttpResponse<String> response = send(line);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(Integer.parseInt(cells[4].strip()));
        String code = cells[5].strip();
        if (!code.equals("-")) {
            JsonNode body = SoajsUsers.json(response.body());
            assertThat(body.path("result").asBoolean(true)).isFalse();
            assertThat(body.has("ts")).isFalse();
            assertThat(body.at("/errors/codes/0").asText()).isEqualTo(code);
            assertThat(body.at("/errors/details/0/code").asText()).isEqualTo(code);
            assertThat(body.at("/errors/details/0/message").asText()).isNotEmpty();
        } else if (!response.body().isEmpty() && !line.contains("soajsroaming") && !line.contains("/soajs/acl")) {
            assertThat(SoajsUsers.json(response.body()).get("url").asText()).startsWith("/");
        }
    }

    @ParameterizedTest
    @MethodSource("told")
    void tellsServicesWhoCalls(String line) throws Exception {
        HttpResponse<String> response = send(line);
        String value = line.contains("soajsroaming")
                ? response.headers().firstValue("soajsinjectobj").orElseThrow()
                : SoajsUsers.json(response.body()).get("soajsinjectobj").textValue();

        JsonNode expected =
                SoajsUsers.json(CoreDump.text("users/injected.json")).get(line);
        if (expected.isNull()) {
            assertThat(value).isNull();
        } else {
            assertThat(value).matches("[\\x20-\\x7e]+");
            JsonNode told = SoajsUsers.json(value);
            told.at("/awareness/interConnect").forEach(each -> {
                assertThat(each.get("port").asInt()).isEqualTo(installation.port());
                ((ObjectNode) each).set("port", IntNode.valueOf(0));
            });
            assertThat(told).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("shown")
    void showsWhatAUserMay(String line) throws Exception {
        assertThat(SoajsUsers.json(send(line).body()))
                .isEqualTo(SoajsUsers.json(CoreDump.text("users/acl.json")).get(line));
    }

    @Test
    void handsCallsOnToAnotherEnvironment() throws Exception {
        JsonNode told = SoajsUsers.json(
                send("acme-guest | GET /soajs/proxy?proxyRoute=%252Forders%252Fv1%252Fitems%253Fa%253D1&__env=stg&page=2 | bob | -")
                        .body());
        assertThat(told.get("url").asText()).isEqualTo("/orders/v1/items?a=1&page=2");
        assertThat(told.get("key").asText()).isEqualTo("acme-stg");
        assertThat(told.get("access_token").asText()).isEqualTo("bob");
        assertThat(told.get("soajs_roaming").asText()).isEqualTo("dev");
        assertThat(told.get("soajsinjectobj").isNull()).isTrue();
    }

    @Test
    void handsTheTokenOn() throws Exception {
        JsonNode told = SoajsUsers.json(send("acme-guest | GET /orders/v1/mine?access_token=bob&page=2 | - | -")
                .body());
        assertThat(told.get("url").asText()).isEqualTo("/mine?page=2");
        assertThat(told.get("access_token").asText()).isEqualTo("bob");
    }

    @Test
    void answersEveryOptions() throws Exception {
        HttpResponse<String> response = send("- | OPTIONS /orders/v1/items | - | -");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET,HEAD,PUT,PATCH,POST,DELETE");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }
}
