package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static Backend one;
    private static Backend two;
    private static Backend payments;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() {
        one = Backend.start("orders-1");
        two = Backend.start("orders-2");
        payments = Backend.start("payments");
        gateway =
                Gatehouse.start(Configurations.of("""
                services:
                  orders:
                    routes:
                      - { path: /api, version: "1" }
                      - { path: /api/stripped, version: "2", strip: true }
                      - { path: /api, host: shop.example, version: "2" }
                    versions:
                      "1": { hosts: ["%s"], requires: [] }
                      "2": { hosts: ["%s"], requires: [] }
                  payments:
                    methods: [GET, HEAD]
                    versions:
                      "9": { hosts: ["%s"], requires: [] }
                      "10": { hosts: ["%s"], requires: [] }
                """.formatted(one.url(), two.url(), payments.url(), payments.url())));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        one.close();
        two.close();
        payments.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/orders,               orders-2 /",
        "/orders/,              orders-2 /",
        "/orders/items,         orders-2 /items",
        "/orders/items/,        orders-2 /items/",
        "/orders/items?a=1&b=2, orders-2 /items?a=1&b=2",
        "/orders/v1,            orders-1 /",
        "/orders/v1/items,      orders-1 /items",
        "/orders:1/items,       orders-1 /items",
        "/orders/v2/items,      orders-2 /items",
        "/orders//items,        orders-2 /items",
        "/orders/caf%C3%A9,     orders-2 /caf%C3%A9",
        "/orders/a%20b,         orders-2 /a%20b",
        "/orders/v12x/items,    orders-2 /v12x/items",
        "/api,                  orders-1 /api",
        "/api/items,            orders-1 /api/items",
        "/api/stripped/items,   orders-2 /items",
        "/api/strippedness,     orders-1 /api/strippedness",
        "/payments/v10,         payments /",
        "/orders/v1/a%2Bb%26c,  orders-1 /a%2Bb%26c",
        "/api/stripped/%3Aa+b=c%3D, orders-2 /%3Aa+b=c%3D",
        "/%61pi/a%2bb,          orders-1 /api/a%2Bb",
    })
    void sendsEachPathWhereItBelongs(String path, String seen) throws Exception {
        HttpResponse<String> response = Calls.get(gateway, path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(seen);
    }

    @Test
    void prefersTheRouteThatNamesTheHost() throws Exception {
        try (var connection = RawConnection.to(gateway.address())) {
            connection.send("GET /api/items HTTP/1.1\r\nHost: SHOP.example:80\r\nConnection: close\r\n\r\n");

            assertThat(connection.readAll()).startsWith("HTTP/1.1 200 ").endsWith("orders-2 /api/items");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nobody,              404, service-unknown",
        "GET,    /,                    404, service-unknown",
        "GET,    /Orders/items,        404, service-unknown",
        "GET,    /ordersx,             404, service-unknown",
        "GET,    /orders/v3/items,     404, version-unknown",
        "GET,    /orders:3/items,      404, version-unknown",
        "GET,    /orders/a%2Fb,        400, ambiguous-path",
        "GET,    /orders/a%5Cb,        400, ambiguous-path",
        "GET,    /orders/%2e%2e/admin, 400, ambiguous-path",
        "GET,    /orders/a;b=c,        400, ambiguous-path",
        "POST,   /payments/v9,         405, method-not-allowed",
        "DELETE, /payments,            405, method-not-allowed",
    })
    void refusesWhatLeadsNowhere(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> response = Calls.method(gateway, method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void tellsTheMethodsThatAreAllowed() throws Exception {
        HttpResponse<String> response = Calls.method(gateway, "POST", "/payments");

        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void refusesDotSegmentsAsTheyCome() throws Exception {
        try (var connection = RawConnection.to(gateway.address())) {
            connection.send("GET /orders/../payments HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(connection.readAll()).startsWith("HTTP/1.1 400 ").contains("ambiguous-path");
        }
    }
}
