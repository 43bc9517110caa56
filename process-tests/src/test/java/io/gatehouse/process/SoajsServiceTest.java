package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.app.endtoend.SoajsUsers;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.upstream.HeldPort;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A service on the npm package soajs, in a process of node: it starts against the maintenance port of a gateway, registers there, and
 * serves a call with the identity that the gateway injects. {@code SOAJS_SERVICE} says where it is installed; {@code .ci/run} does so.
 */
class SoajsServiceTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void startsAgainstTheGatewayAndKnowsWhoCalls() throws Exception {
        String installed = System.getenv("SOAJS_SERVICE");
        assumeTrue(installed != null && !installed.isEmpty(), "no service on npm soajs is installed");
        try (var installation = new SoajsUsers();
                HeldPort port = HeldPort.any();
                HeldPort maintenance = HeldPort.any();
                Gatehouse gateway = installation.gateway(", registrations: registered")) {
            int increment = maintenance.number() - port.number();
            int admin = gateway.adminAddress().getPort();
            installation.update("environment", "code", "DEV", "services.config.ports.maintenanceInc", increment);
            installation.update("environment", "code", "DEV", "services.config.ports.controller", admin - increment);
            installation.update("hosts", "version", "2", "port", port.number());
            // It answers for its health at its maintenance port.
            installation.update("marketplace", "name", "orders", "versions.0.maintenance.port.type", "maintenance");
            assertThat(ask(gateway.adminAddress(), "/reloadRegistry").body()).contains("\"result\":true");
            port.lend();
            maintenance.lend();
            Map<String, String> environment = Map.of(
                    "SOAJS_ENV",
                    "dev",
                    "SOAJS_REGISTRY_API",
                    "127.0.0.1:" + admin,
                    "SOAJS_SRVIP",
                    "127.0.0.1",
                    "SOAJS_SRVPORT",
                    Integer.toString(port.number()));
            try (Program service = Program.startOther(Path.of(installed), environment, "node", "index.js")) {
                service.awaitOut(line -> line.equals("serving"));
                service.awaitOut(line -> line.contains("successfully finished"));

                JsonNode told = SoajsUsers.json(who(gateway)).get("data");

                assertThat(told.at("/environment").asText()).isEqualTo("dev");
                assertThat(told.at("/custom").toString()).isEqualTo("[\"oauth\",\"urac\",\"features\",\"gateway\"]");
                assertThat(told.at("/tenant/code").asText()).isEqualTo("ACME");
                assertThat(told.at("/tenant/profile/fleet/size").asInt()).isEqualTo(7);
                assertThat(told.at("/tenant/key/eKey").asText()).isEqualTo("acme-guest");
                assertThat(told.at("/tenant/application/package").asText()).isEqualTo("SHOP_GUEST");
                assertThat(told.at("/urac/username").asText()).isEqualTo("ann");
                assertThat(told.at("/urac/firstName").asText()).isEqualTo("Ann\u00e9");
                assertThat(told.at("/urac/lastName").asText()).isEqualTo("O'Neil & Co");
                assertThat(told.at("/urac/acl/stock/1/apisPermission").asText()).isEqualTo("restricted");
                assertThat(told.at("/config/orders/page").asInt()).isEqualTo(20);
                assertThat(told.at("/config/mail/from").asText()).isEqualTo("shop@acme.example");
            }
            assertThat(installation
                            .client()
                            .getDatabase("core_provision")
                            .getCollection("registered")
                            .countDocuments())
                    .isEqualTo(1);
        }
    }

    private String who(Gatehouse gateway) throws Exception {
        HttpResponse<String> response = client.send(
                request(gateway.address(), "/orders/v2/who")
                        .header("key", "acme-guest")
                        .header("access_token", "ann")
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> ask(InetSocketAddress address, String path) throws Exception {
        return client.send(request(address, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(InetSocketAddress address, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(60));
    }
}
