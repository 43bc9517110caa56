package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way of being refused for who one is, over the wire. */
class RefusalsTest {

    private static Backend backend;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() {
        backend = Backend.start("one");
        gateway = Tenancy.start(backend);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            METHOD_NOT_ALLOWED     | DELETE  | /orders/v1/items      | key: web-key
            VERSION_UNKNOWN        | GET     | /orders/v9/items      | key: web-key
            KEY_MISSING            | GET     | /orders/v1/items      | -
            KEY_UNKNOWN            | GET     | /orders/v1/items      | key: web-kez
            KEY_UNKNOWN            | GET     | /status               | key: web-kez
            KEY_UNKNOWN            | GET     | /orders/v1/items      | key: web-key, X-API-Key: test-key
            KEY_UNKNOWN            | GET     | /orders/items?key=bad | -
            KEY_REVOKED            | GET     | /orders/v1/items      | key: lost-key
            KEY_EXPIRED            | GET     | /orders/v1/items      | key: old-key
            KEY_WRONG_ENVIRONMENT  | GET     | /orders/v1/items      | key: live-key
            SERVICE_NOT_GRANTED    | GET     | /ledger               | key: web-key
            SERVICE_NOT_GRANTED    | GET     | /orders/v2/items      | key: web-key
            API_NOT_GRANTED        | GET     | /orders/v1/admin      | key: web-key
            API_NOT_GRANTED        | POST    | /orders/v1/items/7    | key: web-key
            API_LOGIN_REQUIRED     | POST    | /orders/v1/items      | key: web-key
            API_LOGIN_REQUIRED     | POST    | /orders/v1/refunds    | key: web-key
            SERVICE_LOGIN_REQUIRED | GET     | /payments/v1/charges  | key: web-key
            ADDRESS_NOT_ALLOWED    | GET     | /orders/v1/items      | key: office-key
            ADDRESS_NOT_ALLOWED    | GET     | /orders/v1/items      | key: office-key, X-Forwarded-For: 192.0.2.13
            ADDRESS_NOT_ALLOWED    | GET     | /orders/v1/items      | key: office-key, X-Forwarded-For: ::ffff:192.0.2.13
            ADDRESS_BANNED         | GET     | /status               | X-Forwarded-For: 203.0.113.7
            ADDRESS_BANNED         | GET     | /status               | X-Forwarded-For: ::ffff:203.0.113.7
            ORIGIN_NOT_ALLOWED     | OPTIONS | /orders/v1/items      | Origin: https://evil.example, Access-Control-Request-Method: GET
            """)
    void refusesWithTheCode(Rejection rejection, String method, String path, String headers) throws Exception {
        int before = backend.calls();

        HttpResponse<String> response = call(method, path, headers);

        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(problem.path("code").asText()).isEqualTo(rejection.code());
        assertThat(problem.path("title").asText()).isEqualTo(rejection.safeMessage());
        assertThat(response.statusCode()).isEqualTo(rejection.status());
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .as("says how to identify oneself")
                .isEqualTo(saysHow(rejection));
        assertThat(backend.calls()).as("calls of the host").isEqualTo(before);
    }

    /** A key that is there and bad is refused without a challenge: another key would do, not another scheme. */
    private static boolean saysHow(Rejection rejection) {
        return switch (rejection) {
            case KEY_MISSING, API_LOGIN_REQUIRED, SERVICE_LOGIN_REQUIRED -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET  | /orders/v1/items       | key: web-key
            GET  | /orders/items/7        | X-API-Key: test-key
            GET  | /orders:1/items/?a=b   | key: web-key
            GET  | /orders/items?key=web-key | -
            GET  | /orders/v1/items       | key: office-key, X-Forwarded-For: 192.0.2.1
            GET  | /orders/v1/items       | key: office-key, X-Forwarded-For: 10.20.30.40
            GET  | /status                | -
            """)
    void letsPassWhatIsGranted(String method, String path, String headers) throws Exception {
        int before = backend.calls();

        assertThat(call(method, path, headers).statusCode()).isEqualTo(200);
        assertThat(backend.calls()).isEqualTo(before + 1);
    }

    @Test
    void closesAServiceWithItsOwnWords() throws Exception {
        HttpResponse<String> response = call("GET", "/closed", "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":\"maintenance\"").contains("Stocktaking");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("600");
    }

    @Test
    void closesATenantWithItsOwnStatus() throws Exception {
        HttpResponse<String> response = call("GET", "/orders/v1/items", "key: asleep-key");

        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body()).contains("\"code\":\"maintenance\"").contains("See you in spring");
    }

    @Test
    void closesTheWholeGateway() throws Exception {
        String closed = "maintenance: { on: true, message: Moving house }\n" + Tenancy.registry(backend);
        try (Gatehouse moving = Gatehouse.start(Configurations.with(Tenancy.SETTINGS, closed))) {
            HttpResponse<String> response = Calls.get(moving, "/status");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("\"code\":\"maintenance\"").contains("Moving house");
        }
    }

    @Test
    void answersThePreflightOfAKnownPageItself() throws Exception {
        int before = backend.calls();

        HttpResponse<String> response =
                call("OPTIONS", "/orders/v1/items", "Origin: https://shop.example, Access-Control-Request-Method: GET");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example");
        assertThat(response.headers().firstValue("Access-Control-Max-Age")).hasValue("3600");
        assertThat(backend.calls()).isEqualTo(before);
    }

    @Test
    void neverHandsOnAKey() throws Exception {
        assertThat(call("GET", "/orders/items?a=b&key=web-key&c=d", "").body()).isEqualTo("one /items?a=b&c=d");
    }

    private static HttpResponse<String> call(String method, String path, String headers) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.address(), path).method(method, BodyPublishers.noBody());
        for (String line : headers == null || headers.isEmpty() ? new String[0] : headers.split(", ")) {
            String[] parts = line.split(": ", 2);
            request.header(parts[0], parts[1]);
        }
        return Calls.send(request);
    }
}
