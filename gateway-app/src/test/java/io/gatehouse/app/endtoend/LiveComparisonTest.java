package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new registry against what a gateway serves, over its admin port. */
class LiveComparisonTest {

    private static final String SERVICES =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [key] } } } }\n"
                    + "products: { shop: { packages: { basic: { acl: { orders: { \"1\": { apis: restricted,"
                    + " get: { /items: {}, \"/ü/:id\": {} } } } } } } } }\n";
    private static final String TENANTS =
            "tenants: { acme: { name: Acmé, token: off, applications: { storefront: { package: shop/basic,"
                    + " keys: { web: { value: secret-web-key, expires: 2030-01-01T00:00:00Z } } } } } }\n";

    @TempDir
    private Path folder;

    private RegistryFolder registry;

    @BeforeEach
    void write() throws Exception {
        registry = new RegistryFolder(folder);
        registry.write("services.yml", SERVICES);
        registry.write("tenants.yml", TENANTS);
    }

    @Test
    void tellsWhatWouldChange() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            ProgramRun same = diff(gateway, next(SERVICES, TENANTS, ""));
            ProgramRun loses = diff(gateway, next(SERVICES.replace("/items: {}, ", ""), TENANTS, ""));
            ProgramRun json = diff(gateway, next(SERVICES, TENANTS.replace("secret-web", "secret-new"), ""), "--json");

            assertThat(same.err()).isEmpty();
            assertThat(same.out()).isEqualTo("nothing changes for callers" + System.lineSeparator());
            assertThat(same.code()).isZero();
            assertThat(loses.out()).contains("  - key acme/storefront/web loses GET /orders/items");
            assertThat(loses.code()).isEqualTo(1);
            assertThat(new ObjectMapper()
                            .readTree(json.out())
                            .at("/changes/0/line")
                            .asText())
                    .isEqualTo("key acme/storefront/web has another value, and the old one is refused");
            assertThat(json.out()).doesNotContain("secret-");
            assertThat(Calls.admin(gateway, "/registry").body()).contains("\"revision\":1,");
        }
    }

    @Test
    void demandsTheAdminToken() throws Exception {
        GatehouseConfiguration open = GatehouseConfiguration.parse(
                registry.text("", "")
                        .replace(
                                "admin: { address: 127.0.0.1:0 }",
                                "admin: { address: \"0.0.0.0:0\", token: open-sesame }"),
                Map.of());
        try (Gatehouse gateway = Gatehouse.start(open)) {
            ProgramRun without = diff(gateway, next(SERVICES, TENANTS, ""));
            ProgramRun wrong = diff(gateway, next(SERVICES, TENANTS, "admin: { token: open-barley }\n"));
            ProgramRun with = diff(gateway, next(SERVICES, TENANTS, "admin: { token: open-sesame }\n"));

            assertThat(without.code()).isEqualTo(2);
            assertThat(without.err()).contains(" responded with 401 (the configuration has no admin.token): ");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err())
                    .contains(" responded with 401 (admin.token of the configuration is not the gateway's): ")
                    .doesNotContain("open-");
            assertThat(with.code()).isZero();
        }
    }

    @Test
    void refusesToCompareWithWhatTheSourceNoLongerHolds() throws Exception {
        GatehouseConfiguration asked = GatehouseConfiguration.parse(registry.text(", watch: false", ""), Map.of());
        try (Gatehouse gateway = Gatehouse.start(asked)) {
            registry.write("tenants.yml", TENANTS.replace("Acmé", "Acme"));

            HttpResponse<String> answer = post(gateway, "{}");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("POST /reload");
            gateway.reload();
            assertThat(post(gateway, "{}").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "tenants: {}",
                "{\"tenants\": {}} {}",
                "{\"tenants\": {\"a\": []}}",
                "{\"tenant\": {}}",
                "{\"ip-ban\": [\"203.0.113.7/99\"]}",
                "{\"a\": {\"a\": 1}, \"a\": 2}",
                "\u0000"
            })
    void tellsWhatIsWrongWithABody(String body) throws Exception {
        try (Gatehouse gateway = registry.start()) {
            HttpResponse<String> answer = post(gateway, body);

            assertThat(answer.statusCode()).isEqualTo(422);
            JsonNode told = new ObjectMapper().readTree(answer.body());
            assertThat(told.path("total").asInt()).isPositive();
            assertThat(told.at("/problems/0").asText()).contains("posted.json");
        }
    }

    @Test
    void readsNoFileAndNoVariableForABody() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret-of-this-machine");
        try (Gatehouse gateway = registry.start()) {
            HttpResponse<String> answer = post(
                    gateway,
                    "{\"ip-ban\": [\"${file:" + secret
                            + "}\", \"${PATH}\"], \"tenants\": {\"a\": {\"name\": \"${file:/none}\"}}}");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(new ObjectMapper().readTree(answer.body()).path("total").asInt())
                    .isEqualTo(2);
            assertThat(answer.body()).doesNotContain("secret-of-this-machine");
        }
    }

    @Test
    void survivesBodiesThatAreDeepOrTooLarge() throws Exception {
        try (Gatehouse gateway = registry.start()) {
            assertThat(post(gateway, "{\"a\":".repeat(100_000)).statusCode()).isEqualTo(422);
            assertThat(claiming(gateway, (64L << 20) + 1)).startsWith("HTTP/1.1 413 ");
            assertThat(Calls.send(Calls.request(gateway.adminAddress(), "/registry/diff"))
                            .statusCode())
                    .isEqualTo(405);
            assertThat(Calls.admin(gateway, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    /** The status line for a body that is said to be so long. */
    private static String claiming(Gatehouse gateway, long length) throws Exception {
        InetSocketAddress admin = gateway.adminAddress();
        try (Socket socket = new Socket(admin.getAddress(), admin.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST /registry/diff HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(17), StandardCharsets.US_ASCII);
        }
    }

    private static HttpResponse<String> post(Gatehouse gateway, String body) throws Exception {
        HttpRequest.Builder request =
                Calls.request(gateway.adminAddress(), "/registry/diff").POST(BodyPublishers.ofString(body));
        return Calls.send(request);
    }

    /** A configuration beside the one that is served. */
    private Path next(String services, String tenants, String settings) throws Exception {
        Path home = Files.createTempDirectory(folder, "next");
        Path written = Files.createDirectory(home.resolve("registry"));
        Files.writeString(written.resolve("services.yml"), services);
        Files.writeString(written.resolve("tenants.yml"), tenants);
        return Files.writeString(home.resolve("gateway.yml"), settings + "registry: { source: file }\n");
    }

    private static ProgramRun diff(Gatehouse gateway, Path configuration, String... more) {
        String url = "http://127.0.0.1:" + gateway.adminAddress().getPort();
        var arguments = new ArrayList<>(List.of("diff", configuration.toString(), "--live", url));
        arguments.addAll(List.of(more));
        return ProgramRun.of(arguments.toArray(String[]::new));
    }
}
