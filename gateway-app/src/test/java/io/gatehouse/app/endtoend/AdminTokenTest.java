package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Who may use the admin routes that show configuration, by where the port is bound. */
class AdminTokenTest {

    private static final String REGISTRY =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [] } } } }\n";

    @Test
    void demandsTheTokenBeyondLoopback() throws Exception {
        try (Gatehouse gateway = start("{ address: \"0.0.0.0:0\", token: open-sesame }")) {
            HttpResponse<String> without = explain(gateway, null);
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate"))
                    .get()
                    .asString()
                    .startsWith("Bearer");
            assertThat(without.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(without.body()).contains("\"status\":401").doesNotContain("sesame", "orders");

            assertThat(explain(gateway, "Bearer open-sesami").statusCode()).isEqualTo(401);
            assertThat(explain(gateway, "Bearer open-sesame").statusCode()).isEqualTo(200);
            assertThat(Calls.admin(gateway, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void closesTheRouteBeyondLoopbackWithoutAToken() throws Exception {
        try (Gatehouse gateway = start("{ address: \"0.0.0.0:0\" }")) {
            assertThat(explain(gateway, null).statusCode()).isEqualTo(403);
            assertThat(explain(gateway, "Bearer null").statusCode()).isEqualTo(403);
            assertThat(Calls.admin(gateway, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asksNothingOnLoopback() throws Exception {
        try (Gatehouse gateway = start("{ address: \"127.0.0.1:0\", token: open-sesame }")) {
            assertThat(explain(gateway, null).statusCode()).isEqualTo(200);
        }
    }

    private static Gatehouse start(String admin) {
        return Gatehouse.start(GatehouseConfiguration.parse(
                        "listen: { address: \"127.0.0.1:0\" }\nadmin: " + admin + "\naccess-log: { format: off }\n")
                .withRegistry(REGISTRY));
    }

    private static HttpResponse<String> explain(Gatehouse gateway, String authorization) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.adminAddress(), "/explain")
                .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders\"}"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return Calls.send(request);
    }
}
