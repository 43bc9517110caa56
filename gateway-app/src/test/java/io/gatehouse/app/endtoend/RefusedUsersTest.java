package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way of being refused for one's token, groups or device, over the wire. */
class RefusedUsersTest {

    private static final String REGISTRY = """
            services:
              orders:
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
                  "2": { hosts: ["%1$s"], requires: [key, token] }
                  "3": { hosts: ["%1$s"], requires: { any-of: [key, token] } }
              payments:
                versions: { "1": { hosts: ["%1$s"], requires: [key] } }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders:
                        "1": { get: { /reports: { access: [clerk] } } }
                        "2": {}
                        "3": {}
                      payments: { "1": { access: [customer] } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: "%2$s" }
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key }
                      phone: { value: phone-key, devices: { allow: [{ family: Firefox, major: { min: 100 } }] } }
              lost:
                name: Lost
                token: { type: jwt, algorithms: [RS256], jwks: "http://127.0.0.1:9/jwks.json" }
                applications:
                  app: { package: shop/basic, keys: { main: { value: lost-key } } }
            """;

    private static Backend backend;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() {
        backend = Backend.start("one");
        gateway = Gatehouse.start(Configurations.of(REGISTRY.formatted(backend.url(), SignedToken.SECRET)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            TOKEN_MISSING          | /orders/v2/items   | web-key   | -       | -
            CREDENTIALS_MISSING    | /orders/v3/items   | -         | -       | -
            TOKEN_INVALID          | /orders/v1/items   | web-key   | forged  | -
            TOKEN_INVALID          | /orders/v2/items   | web-key   | expired | -
            TOKEN_INVALID          | /orders/v3/items   | web-key   | forged  | -
            TOKEN_UNVERIFIABLE     | /orders/v2/items   | lost-key  | rs256   | -
            SERVICE_LOGIN_REQUIRED | /payments/charges  | web-key   | -       | -
            SERVICE_GROUP_REQUIRED | /payments/charges  | web-key   | clerk   | -
            API_LOGIN_REQUIRED     | /orders/v1/reports | web-key   | -       | -
            API_GROUP_REQUIRED     | /orders/v1/reports | web-key   | guest   | -
            DEVICE_NOT_ALLOWED     | /orders/v1/items   | phone-key | -       | Mozilla/5.0 (X11; Linux x86_64; rv:99.0) Gecko/20100101 Firefox/99.0
            DEVICE_NOT_ALLOWED     | /orders/v1/items   | phone-key | -       | curl/8.5.0
            """)
    void refusesWithTheCode(Rejection rejection, String path, String key, String token, String device)
            throws Exception {
        int before = backend.calls();

        HttpResponse<String> response = call(path, key, token, device);

        assertThat(new ObjectMapper().readTree(response.body()).path("code").asText())
                .isEqualTo(rejection.code());
        assertThat(response.statusCode()).isEqualTo(rejection.status());
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(rejection.status() == 401);
        assertThat(backend.calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /orders/v2/items   | web-key   | guest    | -
            /orders/v3/items   | web-key   | -        | -
            /payments/charges  | web-key   | customer | -
            /orders/v1/reports | web-key   | clerk    | -
            /orders/v1/items   | phone-key | -        | Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0
            """)
    void letsPassWhoMay(String path, String key, String token, String device) throws Exception {
        assertThat(call(path, key, token, device).statusCode()).isEqualTo(200);
    }

    /** Named tokens are spoilt in a way of their own; any other name is the group of a good one. */
    private static HttpResponse<String> call(String path, String key, String token, String device) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.address(), path);
        if (key != null) {
            request.header("key", key);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token(token));
        }
        if (device != null) {
            request.header("User-Agent", device);
        }
        return Calls.send(request);
    }

    private static String token(String name) throws Exception {
        return switch (name) {
            case "forged" -> SignedToken.of("ada", "clerk").replaceAll("[^.]+$", "A".repeat(43));
            case "expired" -> SignedToken.ofClaims("{\"sub\":\"ada\",\"groups\":[\"clerk\"],\"exp\":1500000000}");
            case "rs256" ->
                "eyJhbGciOiJSUzI1NiIsImtpZCI6Im9uZSJ9.eyJzdWIiOiJhZGEiLCJleHAiOjQxMDI0NDQ4MDB9." + "A".repeat(342);
            default -> SignedToken.of("ada", name);
        };
    }
}
