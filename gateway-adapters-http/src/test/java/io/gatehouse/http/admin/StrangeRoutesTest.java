package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminRouteContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that others bring, over real sockets. */
class StrangeRoutesTest extends AdminRouteContract {

    private static final AdminRoute USAGE =
            new Route("/usage", Set.of("GET", "DELETE"), true, StrangeRoutesTest::usage);

    private record Route(
            String path, Set<String> methods, boolean blocking, Function<AdminRequest, AdminResponse> answers)
            implements AdminRoute {

        @Override
        public boolean guarded() {
            return false;
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            return answers.apply(request);
        }
    }

    private static AdminResponse usage(AdminRequest request) {
        return AdminResponse.json(200, "{\"method\":\"" + request.method() + "\"}");
    }

    @Override
    protected AdminRoute route() {
        return USAGE;
    }

    @Test
    void answersEachMethodThatTheRouteNames() throws IOException {
        try (var admin = new AdminFixture(USAGE)) {
            assertThat(admin.client().get("/usage").body()).isEqualTo("{\"method\":\"GET\"}");
            assertThat(raw(admin, "DELETE").body()).isEqualTo("{\"method\":\"DELETE\"}");
            assertThat(raw(admin, "HEAD").status()).isEqualTo(200);
            assertThat(raw(admin, "POST").status()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answers500ForWhatARouteDoesWrong(boolean blocking) throws IOException {
        var throwing = new Route("/throws", Set.of("GET"), blocking, request -> {
            throw new IllegalStateException("thrown on purpose, logged once");
        });
        var silent = new Route("/silent", Set.of("GET"), blocking, request -> null);
        var unlinked = new Route("/unlinked", Set.of("GET"), blocking, request -> {
            throw new NoClassDefFoundError("thrown on purpose, logged once");
        });
        try (var admin = new AdminFixture(throwing, silent, unlinked)) {
            for (String path : List.of("/throws", "/silent", "/unlinked")) {
                assertThat(admin.client().get(path).status()).as(path).isEqualTo(500);
            }
            assertThat(admin.client().get("/livez").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 1",
        "transfer-encoding, chunked",
        "Connection, close",
        "'', x",
        "A B, x",
        "A, 'x\ty'",
        "A, ''"
    })
    void refusesHeadersThatSayWhereAResponseEndsOrAreNone(String name, String value) {
        assertThatThrownBy(() -> new AdminResponse(200, "text/plain", new byte[0], Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asksARouteOnceWhatItIs() throws IOException {
        var changing = new AdminRoute() {
            private int asked;

            @Override
            public String path() {
                return "/path" + asked++;
            }

            @Override
            public boolean guarded() {
                return false;
            }

            @Override
            public AdminResponse handle(AdminRequest request) {
                return AdminResponse.text(200, request.path());
            }
        };
        try (var admin = new AdminFixture(changing)) {
            assertThat(admin.client().get("/path0").body()).isEqualTo("/path0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usage", "/a b", "/a?b", "/a%20", "/a;b", "/\u00e4", "/a{b}", "/{}", "/{a}b"})
    void takesNoRouteForNoPath(String path) {
        assertRefused(new Route(path, Set.of("GET"), true, StrangeRoutesTest::usage), "is for no path");
    }

    @Test
    void takesNoRouteForNoMethodOrForOneThatIsTaken() {
        assertRefused(new Route("/a", Set.of(), true, StrangeRoutesTest::usage), "is for no method");
        assertRefused(new Route("/a", Set.of("HEAD"), true, StrangeRoutesTest::usage), "is for no method");
        assertRefused(new Route("/a", Set.of("get"), true, StrangeRoutesTest::usage), "is for no method");
        assertThatThrownBy(() -> new AdminTable(List.of(USAGE, USAGE))).hasMessageContaining("/usage");
    }

    @Test
    void answersPathsWithVariables() throws IOException {
        var one = new Route("/logs/{id}/steps", Set.of("GET"), true, StrangeRoutesTest::variable);
        var exact = new Route("/logs/all/steps", Set.of("GET"), true, StrangeRoutesTest::usage);
        try (var admin = new AdminFixture(one, exact)) {
            assertThat(admin.client().get("/logs/a-1/steps").body()).isEqualTo("a-1");
            assertThat(admin.client().get("/logs/a%2Fb%20%C3%A4/steps").body()).isEqualTo("a/b \u00e4");
            assertThat(admin.client().get("/logs/all/steps").body()).isEqualTo("{\"method\":\"GET\"}");
            assertThat(admin.client().get("/logs/%7Bid%7D/steps").body()).isEqualTo("{id}");
            for (String path : List.of(
                    "/logs//steps",
                    "/logs/a/b/steps",
                    "/logs/a%2/steps",
                    "/logs/a%zz/steps",
                    "/logs/%ff/steps",
                    "/logs/a;b/steps",
                    "/logs/a%00%80/steps",
                    "/logs/a",
                    "/%6Cogs/a/steps")) {
                assertThat(admin.client().get(path).status()).as(path).isIn(400, 404);
            }
            AdminClient.Answer wrong = admin.client().call("POST", "/logs/a/steps", "");
            assertThat(wrong.status()).isEqualTo(405);
            assertThat(wrong.headers()).containsEntry("allow", "GET, HEAD");
        }
    }

    private static AdminResponse variable(AdminRequest request) {
        return AdminResponse.text(200, String.valueOf(request.variables().get("id")));
    }

    @Test
    void takesNoTwoPathsThatDifferInTheNamesOfVariablesOnly() {
        var one = new Route("/logs/{id}", Set.of("GET"), true, StrangeRoutesTest::usage);
        var other = new Route("/logs/{name}", Set.of("GET"), true, StrangeRoutesTest::usage);
        assertThatThrownBy(() -> new AdminTable(List.of(one, other))).hasMessageContaining("two admin routes");
    }

    @Test
    void sendsHeaderFieldsOfARoute() throws IOException {
        var route = new Route(
                "/page",
                Set.of("GET"),
                true,
                request -> new AdminResponse(
                        200,
                        "text/html",
                        new byte[0],
                        Map.of("Cache-Control", "max-age=60", "Content-Security-Policy", "default-src 'self'")));
        try (var admin = new AdminFixture(route)) {
            assertThat(admin.client().get("/page").headers())
                    .containsEntry("cache-control", "max-age=60")
                    .containsEntry("content-security-policy", "default-src 'self'")
                    .containsEntry("x-content-type-options", "nosniff");
        }
    }

    private static void assertRefused(AdminRoute route, String why) {
        assertThatThrownBy(() -> new AdminTable(List.of(route)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static AdminClient.Answer raw(AdminFixture admin, String method) throws IOException {
        return admin.client().raw(method + " /usage HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
}
