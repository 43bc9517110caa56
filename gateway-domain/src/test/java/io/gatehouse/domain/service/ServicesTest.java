package io.gatehouse.domain.service;

import static io.gatehouse.domain.service.TestServices.route;
import static io.gatehouse.domain.service.TestServices.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.request.PathCanonicaliser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {

    private final Service orders = service("orders", "1", "2", "10", "1.5");
    private final Service catalog = service("catalog", "1");

    private final Services services = new Services(
            List.of(orders, catalog),
            List.of(
                    route("/api", null, orders, false),
                    route("/api/v1", null, catalog, true),
                    route("/api", "shop.example", catalog, false),
                    new Route("/pinned", null, orders, VersionNumber.parse("1"), true, TestServices.ORIGIN),
                    route("/caf\u00e9/bar", null, orders, true)));

    @ParameterizedTest
    @CsvSource({
        "/orders,              orders, ,    /,        /",
        "/orders/,             orders, ,    /,        /",
        "/orders/items,        orders, ,    /items,   /items",
        "/orders/items/,       orders, ,    /items/,  /items/",
        "/orders/v1,           orders, 1,   /,        /",
        "/orders/v1/items,     orders, 1,   /items,   /items",
        "/orders/v1.5/items,   orders, 1.5, /items,   /items",
        "/orders/v9/items,     orders, 9,   /items,   /items",
        "/orders:1/items,      orders, 1,   /items,   /items",
        "/orders:2,            orders, 2,   /,        /",
        "/orders/v1x,          orders, ,    /v1x,     /v1x",
        "/orders/v,            orders, ,    /v,       /v",
        "/orders/V1/x,         orders, ,    /V1/x,    /V1/x",
        "/orders/v1/v2,        orders, 1,   /v2,      /v2",
        "/orders/a%20b,        orders, ,    /a b,     /a%20b",
        "/api,                 orders, ,    /,        /api",
        "/api/,                orders, ,    /,        /api/",
        "/api/x,               orders, ,    /x,       /api/x",
        "/apix,                , , ,",
        "/api/v1,              catalog, ,   /,        /",
        "/api/v1/x,            catalog, ,   /x,       /x",
        "/api/v11/x,           orders, ,    /v11/x,   /api/v11/x",
        "/pinned/x,            orders, 1,   /x,       /x",
        "/caf%C3%A9/bar/x%20y, orders, ,    /x y,     /x%20y",
        "/Orders,              , , ,",
        "/,                    , , ,",
        "/orders:,             , , ,",
        "/:1,                  , , ,",
        "/orders:one/x,        , , ,",
        "/nothing/orders,      , , ,",
    })
    void findsServiceVersionAndPaths(
            String raw,
            @Nullable String service,
            @Nullable String version,
            @Nullable String apiPath,
            @Nullable String forwardPath)
            throws Exception {
        RouteMatch match = services.find(PathCanonicaliser.canonicalise(raw), "gateway.example");

        if (service == null) {
            assertThat(match).isNull();
            return;
        }
        assertThat(match).isNotNull();
        assertThat(match.service().name()).isEqualTo(service);
        assertThat(match.askedVersion()).isEqualTo(version == null ? null : VersionNumber.parse(version));
        assertThat(match.apiPath()).isEqualTo(apiPath);
        assertThat(match.forwardPath()).isEqualTo(forwardPath);
        assertThat(match.prefix() + match.forwardPath())
                .as("what was cut off and what is left")
                .isIn(raw, raw + "/");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/x,    shop.example,  catalog",
        "/api/x,    other.example, orders",
        "/api/v1/x, shop.example,  catalog",
    })
    void prefersTheLongestPathAndThenTheRouteThatNamesTheHost(String raw, String host, String service)
            throws Exception {
        RouteMatch match = services.find(PathCanonicaliser.canonicalise(raw), host);

        assertThat(match).isNotNull();
        assertThat(match.service().name()).isEqualTo(service);
    }

    @Test
    void aRouteForEveryPathWinsOverNames() throws Exception {
        var everything = new Services(List.of(orders, catalog), List.of(route("/", null, catalog, false)));

        RouteMatch match = everything.find(PathCanonicaliser.canonicalise("/orders/x"), "");

        assertThat(match).isNotNull();
        assertThat(match.service()).isEqualTo(catalog);
        assertThat(match.forwardPath()).isEqualTo("/orders/x");
        assertThat(match.apiPath()).isEqualTo("/orders/x");
    }

    @Test
    void comparesVersionsByNumber() {
        assertThat(orders.newest().key().version()).isEqualTo(VersionNumber.parse("10"));
        assertThat(orders.version(VersionNumber.parse("1.5"))).isNotNull();
        assertThat(orders.version(VersionNumber.parse("3"))).isNull();
    }

    @Test
    void agreesWithALinearSearchOverRandomRoutes() throws Exception {
        long seed = 7;
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Route> routes = randomRoutes(random);
            var table = new Services(List.of(orders), routes);
            for (int n = 0; n < 20; n++) {
                String path = randomPath(random, 5);
                String host = "h" + random.nextInt(3);
                RouteMatch match = table.find(PathCanonicaliser.canonicalise(path), host);
                assertThat(match == null ? null : match.label())
                        .as("seed %d, round %d, %s on %s", seed, round, path, host)
                        .isEqualTo(slowly(routes, path, host));
            }
        }
    }

    private static @Nullable String slowly(List<Route> routes, String path, String host) {
        return routes.stream()
                .filter(route -> route.host() == null || route.host().equals(host))
                .filter(route -> route.path().equals("/") || (path + "/").startsWith(route.path() + "/"))
                .max(Comparator.comparingInt((Route route) -> route.depth())
                        .thenComparing(route -> route.host() != null))
                .map(Route::path)
                .orElse(null);
    }

    private List<Route> randomRoutes(Random random) {
        var routes = new ArrayList<Route>();
        var taken = new ArrayList<String>();
        for (int n = 0; n < 6; n++) {
            String path = randomPath(random, 4);
            String host = random.nextBoolean() ? null : "h" + random.nextInt(3);
            if (!taken.contains(path + host)) {
                taken.add(path + host);
                routes.add(route(path, host, orders, random.nextBoolean()));
            }
        }
        return routes;
    }

    private static String randomPath(Random random, int longest) {
        var path = new StringBuilder();
        for (int n = random.nextInt(longest); n > 0; n--) {
            path.append('/').append((char) ('a' + random.nextInt(2)));
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
