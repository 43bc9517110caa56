package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a path is written: what the access rules deny is not reached, whatever the host makes of the path. */
class SpellingAttackTest {

    private static final String REGISTRY = """
            services:
              orders:
                routes:
                  - { path: /api/v1, version: "1" }
                  - { path: /short, version: "1", strip: true }
                versions: { "1": { hosts: ["%s"], requires: [key] } }
            products:
              shop:
                packages:
                  restricted:
                    acl:
                      orders: { "1": { apis: restricted, get: { /items: {}, "/items/:id": {} } } }
                  open:
                    acl:
                      orders:
                        "1":
                          get: { /admin: { access: [admin] }, "/admin/*": { access: [admin] } }
                          post: { /admin: { access: [admin] }, "/admin/*": { access: [admin] } }
                  everything:
                    acl: { orders: { "1": {} } }
            tenants:
              acme:
                name: Acme
                applications:
                  one: { package: shop/restricted, keys: { k: { value: restricted } } }
                  two: { package: shop/open, keys: { k: { value: open } } }
                  three: { package: shop/everything, keys: { k: { value: everything } } }
            """;

    private static final DeniedResource DENIED = new DeniedResource();
    private static Backend backend;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() {
        backend = Backend.start("lenient", DENIED::handle);
        gateway = Gatehouse.start(Configurations.of(REGISTRY.formatted(backend.url())));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restricted", "open"})
    void noSpellingGetsThere(String key) throws IOException {
        var statuses = attempts(Spellings.fewBelow("/orders/v1"), key);

        assertThat(DENIED.reached()).isEmpty();
        assertThat(statuses.keySet())
                .as("some are ambiguous, some refused by a rule: %s", statuses)
                .contains("400", key.equals("open") ? "401" : "403")
                .doesNotContain("500", "502", "503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"restricted", "open"})
    @Tag("proof")
    void noPairOfSpellingsGetsThere(String key) throws IOException {
        assertThat(attempts(Spellings.below("/orders/v1"), key)).doesNotContainKeys("500", "502", "503");
        assertThat(DENIED.reached()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "restricted, /orders",
        "restricted, /orders:1",
        "restricted, /api/v1",
        "restricted, /short",
        "open, /orders",
        "open, /orders:1",
        "open, /api/v1",
        "open, /short",
        "open, http://h/orders/v1",
        "restricted, http://h/orders/v1",
        "open, http://H/api/v1",
        "open, http://other/orders",
        "open, //orders/v1",
        "open, /./orders/v1",
        "open, /%6frders/%761",
        "restricted, /orders/./v1",
        "open, /orders;x/v1"
    })
    void noOtherWayToTheServiceHelps(String key, String prefix) throws IOException {
        for (String target : Spellings.fewBelow(prefix)) {
            attempt("GET", target, key, "");
        }

        assertThat(DENIED.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "POST", "get", "Get", "GETS", "TRACE", "CONNECT", "PROPFIND"})
    void noOtherMethodHelps(String method) throws IOException {
        for (String target : Spellings.fewBelow("/orders/v1")) {
            attempt(method, target, "restricted", "");
            attempt(method, target, "open", "");
        }

        assertThat(DENIED.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL: /admin",
                "x-original-url: /admin",
                "X_Original_URL: /admin",
                "X-Rewrite-URL: /admin",
                "X-Original-URI: /admin",
                "X-HTTP-Method-Override: DELETE",
                "X-HTTP-Method: DELETE",
                "X-Method-Override: DELETE",
                "X_HTTP_METHOD_OVERRIDE: DELETE",
                "X-Forwarded-Prefix: /admin",
                "X-Forwarded-Uri: /admin",
                "X-Forwarded-Path: /admin",
                "X-Forwarded-Server: admin"
            })
    void noHeaderNamesAnotherPathOrMethod(String header) throws IOException {
        for (String key : List.of("restricted", "open", "everything")) {
            assertThat(attempt("GET", "/orders/v1/items", key, header + "\r\n")).isEqualTo("200");
        }

        assertThat(DENIED.reached()).isEmpty();
    }

    @Test
    void whoMayIsServed() throws IOException {
        assertThat(attempt("GET", "/orders/v1/admin/users", "everything", "")).isEqualTo("200");
        assertThat(DENIED.reached()).as("so the host does see who gets there").hasSize(1);
        assertThat(attempt("GET", "/orders/v1/items/7/", "restricted", "")).isEqualTo("200");
        assertThat(attempt("GET", "/orders/v1/anything", "open", "")).isEqualTo("200");
        assertThat(DENIED.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin",
                "/%61dmin",
                "/%2561dmin",
                "/x/../admin",
                "/%2e%2e/admin",
                "//admin/",
                "/admin;x",
                "\\admin",
                "/x%2f..%252fadmin",
                "/%c0%afadmin",
                "/x/%c0%ae%c0%ae/admin",
                "/%e0%80%afadmin",
                "/%u0061dmin",
                "/admin%00.css",
                "/admin%3bx",
                "/admin?x",
                "/api/v1//admin/users",
                "/.;/admin",
                "/x/..;/admin",
                "/admin%0a"
            })
    void theHostIsAsLenientAsItGets(String raw) {
        assertThat(DeniedResource.isAdmin(LenientPath.read(raw))).isTrue();
    }

    /** How often each status was the answer. */
    private static Map<String, Integer> attempts(List<String> targets, String key) throws IOException {
        var statuses = new TreeMap<String, Integer>();
        for (String target : targets) {
            statuses.merge(attempt("GET", target, key, ""), 1, Integer::sum);
        }
        return statuses;
    }

    /** The status of the answer; {@code closed} if there was none. */
    private static String attempt(String method, String target, String key, String headers) throws IOException {
        try (var connection = RawConnection.to(gateway.address())) {
            connection.send(method + " " + target + " HTTP/1.1\r\nHost: h\r\nkey: " + key + "\r\n" + headers
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n");
            String answer = connection.readAll();
            return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "closed";
        } catch (SocketException e) {
            return "closed";
        }
    }
}
