package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that steer traffic: what is taken, what is not, and what they become. */
class SteeringDocumentsTest {

    private static String orders(String words) {
        return "services: {orders: {" + words + ", versions: {1: {hosts: [http://127.0.0.1:9001], requires: []},"
                + " 2: {hosts: [http://127.0.0.1:9002], requires: []}}}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollout: {version: 3, share: 5%}    | services.orders.rollout.version: \"3\" -> one of 1, 2",
                "rollout: {version: 1, share: 5%}    | services.orders.rollout.version: \"1\" -> a version that has an older one"
                        + " beside it, which the other callers get",
                "rollout: {share: 5%}                | services.orders.rollout.version: missing -> a version such as \"1\" or \"1.2\"",
                "rollout: {version: 2, stick-to: ip} | services.orders.rollout.stick-to: \"ip\" -> one of key, user, tenant, address",
                "rollout: {version: 2, when: {header: x-canary}} | services.orders.rollout.when.equals: missing",
                "routes: [{path: /a, strip: true, rewrite: /b}]  | services.orders.routes[0]: {path, strip, rewrite} -> strip or rewrite",
                "routes: [{path: /a, redirect: /b, version: 1}]  | services.orders.routes[0]: {path, redirect, version} -> redirect without",
                "routes: [{path: /a, status: 308}]               | services.orders.routes[0]: {path, status} -> status only beside redirect",
                "routes: [{path: /a, redirect: /b, status: 304}] | services.orders.routes[0].status: 304 -> 301, 302, 303, 307 or 308",
                "routes: [{path: /a, redirect: /a/b}]            | services.orders.routes[0].redirect: \"/a/b\" -> a path outside of this",
                "routes: [{path: /, redirect: /b}]               | services.orders.routes[0].redirect: \"/b\" -> a path outside of this",
                "routes: [{path: /a, rewrite: /b/../c}]          | services.orders.routes[0].rewrite: \"/b/../c\" -> a path such as",
                "mirror: {to: http://10.0.0.1:9100/path}         | services.orders.mirror.to: \"http://10.0.0.1:9100/path\" -> a URL such as",
                "mirror: {share: 10%}                            | services.orders.mirror.to: missing",
                "rewrite-locations: all                          | services.orders.rewrite-locations: \"all\" -> one of named, paths, off",
            })
    void saysWhatIsWrongAndWhere(String words, String problem) {
        assertThat(FlowText.problems(orders(words))).singleElement().asString().startsWith(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "ftp://new.example",
                "javascript:alert(1)",
                "https://new.example/?a=b",
                "https://new.example/#top",
                "https://me@new.example/",
                "https://",
                "https://new.example/a/../b",
                "new.example/x",
                "https://new.example/a;b",
            })
    void redirectsLeadToOneHostOnly(String url) {
        assertThat(FlowText.problems(orders("routes: [{path: /a, redirect: " + url + "}]")))
                .singleElement()
                .asString()
                .startsWith("services.orders.routes[0].redirect: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "TE",
                "Upgrade",
                "Expect",
                "Via",
                "Authorization",
                "Proxy-Authorization",
                "key",
                "X-API-Key",
                "x_api_key",
                "access_token",
                "X-Gateway-User",
                "x_gateway_tenant",
                "X-Forwarded-For",
                "X.Forwarded.Host",
                "Forwarded",
                "X-Request-Id",
                "soajsinjectobj",
                "Content_Length",
            })
    void headersThatTheGatewayAnswersForAreNoOnesToEdit(String name) {
        for (String words :
                new String[] {"set: {" + name + ": x}", "add: {" + name + ": x}", "remove: [" + name + "]"}) {
            assertThat(FlowText.problems(orders("request-headers: {" + words + "}")))
                    .as(words)
                    .singleElement()
                    .asString()
                    .startsWith("services.orders.request-headers.")
                    .contains("a header that is not the gateway's own to say");
        }
    }

    @Test
    void headersThatAreSetOrRemovedDoNotPassInAnySpelling() {
        Service service = service("request-headers: {set: {X-Who: someone, X-Env: dev}, remove: [X-Debug]}");
        RequestHeaderEdits edits = service.forwarding().steering().requestHeaders();

        assertThat(edits.set()).hasSize(2);
        assertThat(edits.set().get(0).value()).hasSize(1);
        assertThat(edits.remove()).containsExactly("X-Debug");
        assertThat(edits.isDropped("x_who")).isTrue();
        assertThat(edits.isDropped("X-DEBUG")).isTrue();
        assertThat(edits.isDropped("X-Debugs")).isFalse();
        assertThat(edits.isDropped("X-Other")).isFalse();
    }

    @Test
    void whatIsLeftOutIsUsual() {
        assertThat(service("methods: [GET]").forwarding().steering()).isEqualTo(Steering.USUAL);
        assertThat(service("rewrite-locations: off").forwarding().steering().locations())
                .isNull();
    }

    @Test
    void aRolloutIsOfTheNewestVersionUsually() {
        assertThat(FlowText.warnings(orders("rollout: {version: 2, share: 5%}")))
                .isEmpty();
        assertThat(FlowText.warnings(
                        "services: {orders: {rollout: {version: 2}, versions: {1: {hosts: [http://a:1], requires: []},"
                                + " 2: {hosts: [http://b:1], requires: []}, 3: {hosts: [http://c:1], requires: []}}}}"))
                .singleElement()
                .asString()
                .contains("version 3 is newer");
    }

    @Test
    void routesBecomeWhatTheySay() {
        Services services = FlowText.compile(orders(
                        "routes: [{path: /a, rewrite: /né/w}, {path: /b, rewrite: /}, {path: /c, redirect: https://n.example/x, status: 308},"
                                + " {path: /d, redirect: /x}]"))
                .services();

        assertThat(services.routes()).extracting(Route::rewrite).containsExactly("/n%C3%A9/w", null, null, null);
        assertThat(services.routes()).extracting(Route::strip).containsExactly(false, true, false, false);
        assertThat(services.routes())
                .extracting(Route::redirect)
                .containsExactly(
                        null, null, new Route.Redirect("https://n.example/x", 308), new Route.Redirect("/x", 307));
    }

    private static Service service(String words) {
        Service service = FlowText.compile(orders(words)).services().named("orders");
        assertThat(service).isNotNull();
        return service;
    }
}
