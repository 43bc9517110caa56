package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that a package names and that does not say what it requires: nobody passes its rules by without a key. */
class ImpliedKeyTest {

    private static final String REGISTRY = """
            services:
              orders: { versions: { "1": { hosts: ["%1$s"] } } }
              public: { versions: { "1": { hosts: ["%1$s"], requires: [] } } }
              unnamed:
                versions:
                  "1": { hosts: ["%1$s"] }
            products:
              shop:
                packages:
                  basic: { acl: { orders: { "1": { apis: restricted, get: { /items: {} } } }, public: { "1": {} } } }
            tenants:
              acme:
                name: Acme
                applications: { storefront: { package: shop/basic, keys: { web: { value: web-key } } } }
            """;

    @TempDir
    private Path temporary;

    private final Backend backend = Backend.start("here");
    private RegistryFolder registry;
    private Gatehouse gateway;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryFolder(temporary);
        registry.write("all.yml", REGISTRY.formatted(backend.url()));
        gateway = registry.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.close();
    }

    @Test
    void demandsAKey() throws Exception {
        HttpResponse<String> refused = Calls.get(gateway, "/orders/secret");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("key-missing");
        assertThat(withKey("/orders/items").statusCode()).isEqualTo(200);
        assertThat(withKey("/orders/secret").statusCode()).isEqualTo(403);
    }

    @Test
    void leavesOpenWhatSaysSoAndWhatNobodyNames() throws Exception {
        assertThat(Calls.get(gateway, "/public/x").statusCode()).isEqualTo(200);
        assertThat(Calls.get(gateway, "/unnamed/x").statusCode()).isEqualTo(200);
    }

    @Test
    void isExplained() throws Exception {
        HttpResponse<String> answer = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders/items\"}")));

        assertThat(answer.body()).contains("RequireKey").contains("key-missing");
    }

    @Test
    void warnsOfWhatIsOpenWithoutAnybodyHavingSaidSo() throws Exception {
        assertThat(Calls.admin(gateway, "/registry").body())
                .contains("all.yml:6:7 services.unnamed.versions.1: no requires,")
                .doesNotContain("services.public")
                .doesNotContain("services.orders");
    }

    @Test
    void warnsInTheLogOnceAndNotAgainWhenSomethingElseHasChanged() throws Exception {
        try (LogLines log = LogLines.of(RegistryLoader.class);
                Gatehouse other = registry.start()) {
            registry.write("ban.yml", "ip-ban: [192.0.2.1]\n");
            other.reload();

            assertThat(Calls.admin(other, "/registry").body()).contains("\"revision\":2");
            assertThat(log.count("services.unnamed.versions.1: no requires")).isEqualTo(1);
        }
    }

    private HttpResponse<String> withKey(String path) throws Exception {
        return Calls.send(Calls.request(gateway.address(), path).header("key", "web-key"));
    }
}
