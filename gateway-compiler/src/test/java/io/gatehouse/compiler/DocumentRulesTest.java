package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each problem and each warning that documents have only together. */
class DocumentRulesTest {

    private static final String ORDERS = "orders: {versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}";
    private static final String SERVICES = "services: {" + ORDERS + "}";
    private static final String PRODUCTS = "products: {shop: {packages: {basic: {}}}}";

    @Test
    void twoRoutesAreNotTheSame() {
        assertThat(FlowText.problems("""
                services: {orders: {routes: [{path: /api}], versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}},
                  stock: {routes: [{path: /api/}], versions: {1: {hosts: [http://127.0.0.1:9002], requires: []}}}}"""))
                .singleElement()
                .asString()
                .startsWith(
                        "services.stock.routes[0]: \"/api\" -> a host and path that no other route has; the first is at test:1:");
    }

    @Test
    void aRouteLeadsToAVersionThatIsThere() {
        assertThat(FlowText.problems("""
                services: {orders: {routes: [{path: /o, version: 2}],
                  versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}}""")).containsExactly("services.orders.routes[0].version: \"2\" -> one of 1");
    }

    @Test
    void aVersionNamesAHostOnce() {
        assertThat(FlowText.problems("""
                services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001, http://127.0.0.1:9001], requires: []}}}}"""))
                .singleElement()
                .asString()
                .startsWith(
                        "services.orders.versions.1.hosts[1]: \"http://127.0.0.1:9001\" -> every host only once, with a weight");
    }

    @Test
    void accessRulesNameServicesAndVersionsThatAreThere() {
        assertThat(FlowText.problems(
                        SERVICES + ", products: {shop: {packages: {basic: {acl: {order: {1: {}}, orders: {2: {}}}}}}}"))
                .containsExactlyInAnyOrder(
                        "products.shop.packages.basic.acl.order: unknown service -> one of orders; did you mean orders?",
                        "products.shop.packages.basic.acl.orders.2: unknown version -> one of 1");
    }

    @Test
    void nothingIsUnknownWhoseOwnDocumentHoldsTheMistake() {
        assertThat(
                        FlowText.problems(
                                "services: {orders: {versions: {1: {hosts: [nowhere]}}}}, products: {shop: {packages: {basic: {acl: {orders: {1: {}}}}}}}"))
                .singleElement()
                .asString()
                .startsWith("services.orders.versions.1.hosts[0]");
    }

    @Test
    void hostsOfKeysAreForServicesAndVersionsThatAreThere() {
        assertThat(FlowText.problems(tenant(
                        "value: k1, hosts: {stock: [http://127.0.0.1:9], orders:2: [http://127.0.0.1:9], orders: []}")))
                .containsExactlyInAnyOrder(
                        "tenants.acme.applications.app.keys.web.hosts.stock: unknown service -> one of orders",
                        "tenants.acme.applications.app.keys.web.hosts.orders:2: unknown version -> one of 1",
                        "tenants.acme.applications.app.keys.web.hosts.orders: [] -> at least one host");
    }

    @Test
    void onlyChecksAreObservedThatComeLater() {
        assertThat(FlowText.problems("observe: [geo, devices]"))
                .containsExactly(
                        "observe[1]: \"devices\" -> one of ip-ban, methods, acl, requires, addresses, geo, device, certificates, token, throttling; did you mean device?");
        assertThat(
                        FlowText.problems(
                                "services: {orders: {observe: [geo, ip-ban], versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}}"))
                .containsExactly(
                        "services.orders.observe: ip-ban -> checks that come once the service is known: methods, acl, requires, addresses, geo, device, certificates, token, throttling");
        assertThat(FlowText.problems("products: {shop: {packages: {basic: {observe: [methods, ip-ban, geo]}}}}"))
                .containsExactly(
                        "products.shop.packages.basic.observe: ip-ban, methods -> checks that come once the key is known: acl, requires, addresses, geo, device, certificates, token, throttling");
        assertThat(FlowText.problems(tenant("value: k1, observe: [methods]")))
                .singleElement()
                .asString()
                .startsWith("tenants.acme.applications.app.keys.web.observe: methods -> checks");
    }

    @Test
    void anApplicationHasAPackageThatIsThere() {
        assertThat(FlowText.problems(
                        PRODUCTS + ", tenants: {acme: {name: Acme, applications: {app: {package: shop/basis}}}}"))
                .containsExactly(
                        "tenants.acme.applications.app.package: \"shop/basis\" -> one of shop/basic; did you mean shop/basic?");
        assertThat(FlowText.problems("tenants: {acme: {name: Acme, applications: {app: {package: shop/basic}}}}"))
                .containsExactly(
                        "tenants.acme.applications.app.package: \"shop/basic\" -> one of nothing, there is none");
    }

    @Test
    void twoKeysAreNotTheSameHoweverTheyAreWritten() {
        assertThat(FlowText.problems(SERVICES + ", " + PRODUCTS + """
                , tenants: {acme: {name: Acme, applications: {app: {package: shop/basic, keys: {a: {value: secret-key},
                  b: {hash: sha256:85dbe15d75ef9308c7ae0f33c7a324cc6f4bf519a2ed2f3027bd33c140a4f9aa}}}}}}"""))
                .singleElement()
                .asString()
                .startsWith(
                        "tenants.acme.applications.app.keys.b: *** -> a key that no other has; the first is at test:1:");
    }

    @Test
    void throttlingNamesStrategiesAndServicesThatAreThere() {
        assertThat(FlowText.problems(SERVICES + """
                , throttling: {strategies: {fast: {algorithm: concurrency, limit: 1, per: key}}, edge: fasd, public: fast,
                  services: {order: {private: slow}}}"""))
                .containsExactlyInAnyOrder(
                        "throttling.edge: \"fasd\" -> one of fast; did you mean fast?",
                        "throttling.services.order: unknown service -> one of orders; did you mean orders?",
                        "throttling.services.order.private: \"slow\" -> one of fast");
    }

    @Test
    void throttlingOfPackagesNamesStrategiesAndServicesThatAreThere() {
        String strategies = ", throttling: {strategies: {fast: {algorithm: concurrency, limit: 1, per: key}}}";
        assertThat(FlowText.problems(SERVICES + strategies + """
                , products: {shop: {packages: {gold: {throttling: {public: fasd, private: off,
                  services: {order: {private: slow}}}}}}}"""))
                .containsExactlyInAnyOrder(
                        "products.shop.packages.gold.throttling.public: \"fasd\" -> one of fast; did you mean fast?",
                        "products.shop.packages.gold.throttling.services.order: unknown service -> one of orders;"
                                + " did you mean orders?",
                        "products.shop.packages.gold.throttling.services.order.private: \"slow\" -> one of fast");
        assertThat(FlowText.warnings(
                        SERVICES + strategies + ", products: {shop: {packages: {gold: {throttling: {public: fast}}}}}"))
                .isEmpty();
    }

    @Test
    void aServiceThatIsHandedAmbiguousPathsHasNoRulesOfPaths() {
        assertThat(FlowText.problems("""
                services: {orders: {encoded-slash: pass, path-parameters: pass,
                  versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}},
                products: {shop: {packages: {basic: {acl: {orders: {1: {get: {/items: {}}}}}}}}}"""))
                .hasSize(2)
                .allMatch(problem ->
                        problem.contains("\"pass\" -> refuse, as a rule of the service names paths, at test:1:"))
                .anyMatch(problem -> problem.startsWith("services.orders.encoded-slash"))
                .anyMatch(problem -> problem.startsWith("services.orders.path-parameters"));
    }

    @Test
    void warnsOfWhatIsNoMistakeAndHardlyMeant() {
        assertThat(FlowText.warnings("services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001]}}}}"))
                .containsExactly(
                        "services.orders.versions.1: no requires, and no package or application names the service:"
                                + " it is open to everybody; requires: [] says that this is meant");
        assertThat(
                        FlowText.warnings(
                                "services: {" + ORDERS
                                        + ", stock: {routes: [{path: /orders}], versions: {1: {hosts: [http://127.0.0.1:9002], requires: []}}}}"))
                .containsExactly(
                        "services.stock.routes[0].path: \"/orders\": the service orders cannot be reached by its"
                                + " name, as routes win over names");
        assertThat(
                        FlowText.warnings(
                                "services: {orders: {versions: {1: {hosts: [{url: http://127.0.0.1:9001, weight: 0}], requires: []}}}}"))
                .containsExactly(
                        "services.orders.versions.1.hosts: every host has weight 0: all are drained, and requests"
                                + " are rejected with 503 no-healthy-host");
        assertThat(FlowText.warnings("throttling: {strategies: {s: {algorithm: concurrency, limit: 1, per: key}}}"))
                .containsExactly("throttling.strategies.s: a strategy that nothing names: it limits nobody");
    }

    private static String tenant(String key) {
        return SERVICES + ", " + PRODUCTS
                + ", tenants: {acme: {name: Acme, applications: {app: {package: shop/basic, keys: {web: {" + key
                + "}}}}}}";
    }
}
