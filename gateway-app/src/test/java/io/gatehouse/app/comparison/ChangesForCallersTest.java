package io.gatehouse.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a change: a table of edits to one registry. */
class ChangesForCallersTest {

    private static final String REGISTRY = """
        ip-ban: [198.51.100.0/24]
        trusted-clients: { addresses: [10.0.0.0/8], skip: [geo, device] }
        cors: { origins: ["https://shop.example", "https://pay.example"], methods: [GET, POST], credentials: true }
        token: { type: jwt, algorithms: [HS256], secret: secret-of-the-gateway-32-bytes-long!, audience: shop }
        throttling:
          strategies:
            default: { algorithm: fixed-window, limit: 50, window: 60s, per: address }
            strict: { algorithm: fixed-window, limit: 10, window: 60s, per: address }
          public: default
        services:
          orders:
            routes: [{ path: /api/v1, version: "1" }]
            versions:
              "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] }
              "2": { hosts: ["http://127.0.0.1:9002"], requires: [key, token] }
          payments:
            methods: [GET, POST]
            versions: { "1": { hosts: ["http://127.0.0.1:9005"], requires: [key] } }
          status:
            versions: { "1": { hosts: ["http://127.0.0.1:9006"], requires: [] } }
        products:
          shop:
            packages:
              basic:
                acl:
                  orders:
                    "1":
                      apis: restricted
                      get: { /items: {}, "/items/:id": {} }
                      post: { /items: { access: true } }
                      delete: { "/items/:id": { access: [admin] } }
              premium:
                acl:
                  orders: { "1": {}, "2": { access: true } }
                  payments: { "1": { apis: restricted, get: { /charges: {} } } }
        tenants:
          acme:
            name: Acme
            applications:
              storefront:
                package: shop/basic
                keys: { web: { value: secret-web-key, expires: 2030-01-01T00:00:00Z } }
              backoffice:
                package: shop/premium
                keys:
                  office: { value: secret-office-key, environment: dev, addresses: { allow: [192.0.2.0/24] } }
          globex:
            name: Globex
            token: { type: jwt, algorithms: [HS256], secret: secret-of-globex-of-at-least-32-bytes, issuer: globex }
            applications:
              partner:
                package: shop/basic
                acl: { orders: { "1": { access: false } } }
                keys: { main: { value: secret-globex-key } }
        """;

    /** What is replaced by what, and the lines that are told, in any order. */
    record Row(String from, String to, List<String> lines) {
        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    private static Row row(String from, String to, String... lines) {
        return new Row(from, to, List.of(lines));
    }

    static Stream<Row> rows() {
        return Stream.concat(
                Stream.concat(Stream.concat(steering(), words()), access()),
                Stream.concat(keys(), Stream.concat(services(), policy())));
    }

    private static Stream<Row> steering() {
        return Stream.of(
                row(
                        "    versions:\n      \"1\": { hosts: [\"http://127.0.0.1:9001",
                        "    rollout: { version: \"2\", share: 5% }\n"
                                + "    versions:\n"
                                + "      \"1\": { hosts: [\"http://127.0.0.1:9001",
                        "~ 5 % of the callers of orders without a version get v2",
                        "~ key acme/backoffice/office: /orders without a version leads to v1 instead of v2"),
                row(
                        "    routes: [{ path: /api/v1, version: \"1\" }]",
                        "    routes: [{ path: /api/v1, version: \"1\", rewrite: /v1 }]",
                        "? route /api/v1 of orders hands /v1 on in the place of its path"),
                row(
                        "    routes: [{ path: /api/v1, version: \"1\" }]",
                        "    routes: [{ path: /api/v1, redirect: \"https://new.example/api\", status: 308 }]",
                        "? route /api/v1 of orders leads to the newest version instead of v1",
                        "? route /api/v1 of orders redirects to https://new.example/api (308)"),
                row(
                        "services:\n",
                        "services:\n  moved:\n    routes: [{ path: /old, redirect: \"https://new.example/x\" }]\n",
                        "~ service moved is new",
                        "~ route /old of moved is new"),
                row(
                        "  status:\n    versions: { \"1\": { hosts: [\"http://127.0.0.1:9006\"], requires: [] } }\n",
                        "  status:\n    routes: [{ path: /old, redirect: \"https://new.example/x\" }]\n",
                        "- service status v1 is gone",
                        "~ route /old of status is new"),
                row(
                        "    methods: [GET, POST]\n",
                        "    methods: [GET, POST]\n    mirror: { to: \"http://127.0.0.1:9100\", share: 10% }\n",
                        "~ service payments: copies of requests go 10 % to http://127.0.0.1:9100 instead of nowhere"),
                row(
                        "    methods: [GET, POST]\n",
                        "    methods: [GET, POST]\n    request-headers: { set: { X-Tenant: \"${tenant}\" } }\n",
                        "~ service payments: something else is made of headers of requests: X-Tenant"));
    }

    /** A word that is new in a service, and another of its values in the place of the first. */
    private static Stream<Row> words() {
        String methods = "    methods: [GET, POST]\n";
        return Stream.of(
                row(
                        methods,
                        methods + "    retry: { attempts: 1, on: [reset, 503], per-try-timeout: 2s, hedge: true }\n",
                        "~ service payments: a failed call is tried again up to 1 time on 503, reset within 20% of requests,"
                                + " 2000 ms a try, hedged instead of up to 2 times on connect-failure (by default)"),
                row(
                        methods,
                        methods + "    retry: off\n",
                        "~ service payments: a failed call is tried again never instead of up to 2 times on connect-failure"
                                + " (by default)"),
                row(
                        methods,
                        methods + "    timeouts: { total: 10s, deadline-header: X-Deadline }\n",
                        "~ service payments: a call may take 10 s, callers may say by X-Deadline for how long they wait,"
                                + " instead of: a call may take any time, callers cannot say for how long they wait"),
                row(
                        methods,
                        methods + "    load-balancing: { consistent-hash: { by: user } }\n",
                        "~ service payments: hosts are chosen by consistent-hash by user, no longer by round-robin"),
                row(
                        methods,
                        methods + "    load-balancing: { strategy: peak-ewma, sticky-cookie: { name: at } }\n",
                        "~ service payments: hosts are chosen by peak-ewma, unless the cookie at names a host, no longer by"
                                + " round-robin"),
                row(
                        methods,
                        methods + "    concurrency: { limit: 10, queue: off }\n",
                        "~ service payments: takes 10 in flight; nobody waits, no longer any number of requests at a time"),
                row(
                        methods,
                        methods + "    rewrite-locations: off\n",
                        "~ service payments: locations pass as the upstream says them, instead of: locations that name the"
                                + " upstream become what was called"),
                row(
                        methods,
                        methods + "    rewrite-locations: paths\n",
                        "~ service payments: locations that name the upstream, and paths without an address, become what was"
                                + " called, instead of: locations that name the upstream become what was called"),
                row(
                        methods,
                        methods + "    response-headers: { set: { X-One: secret-of-ours }, remove: [X-Two] }\n",
                        "~ service payments: something else is made of headers of responses: X-One, X-Two"),
                row(
                        methods,
                        methods + "    inject-soajs: true\n",
                        "~ service payments: now says to upstreams who calls by soajsinjectobj"),
                row(
                        methods,
                        methods + "    host-header: preserve\n",
                        "~ service payments: upstreams see the Host that callers name, instead of: upstreams see their own"
                                + " name as Host"),
                row(
                        methods,
                        methods + "    upstream-tls: mesh\n",
                        "~ service payments: hosts are secured by upstream-tls mesh, instead of: hosts are secured as their"
                                + " names say"),
                row(
                        "http://127.0.0.1:9005",
                        "h2c://127.0.0.1:9005",
                        "~ service payments v1: host h2c://127.0.0.1:9005 added",
                        "~ service payments v1: host http://127.0.0.1:9005 gone"),
                row(
                        "http://127.0.0.1:9005",
                        "h2://127.0.0.1:9005",
                        "~ service payments v1: host h2://127.0.0.1:9005 added",
                        "~ service payments v1: host http://127.0.0.1:9005 gone"),
                row(
                        "9006\"], requires: [] }",
                        "9006\"], requires: [certificate] }",
                        "~ service status v1 requires a certificate instead of nothing"),
                row(
                        "web: { value: secret-web-key, ",
                        "web: { value: secret-web-key, certificates: { subjects: [\"CN=web\"] }, ",
                        "? key acme/storefront/web may be used with other client certificates, perhaps fewer"),
                row(
                        "      premium:\n",
                        "      premium:\n        priority: high\n",
                        "~ package shop/premium has high priority where a service cannot take all calls, no longer normal"));
    }

    @ParameterizedTest
    @MethodSource
    void tellsWhatElseChangesOfTheChoiceOfHosts(String from, String to, String told) {
        String methods = "    methods: [GET, POST]\n";
        ComparisonReport report = compare(
                REGISTRY.replace(methods, methods + "    load-balancing: { " + from + " }\n"),
                REGISTRY.replace(methods, methods + "    load-balancing: { " + to + " }\n"));

        assertThat(report.changes())
                .extracting(ComparisonReport.Line::line)
                .containsExactly("service payments: " + told);
    }

    static Stream<Arguments> tellsWhatElseChangesOfTheChoiceOfHosts() {
        return Stream.of(
                Arguments.of(
                        "consistent-hash: { by: user }",
                        "consistent-hash: { by: user, balance-factor: 150 }",
                        "a host may have 150% of the average of calls, instead of: a host may have 125% of the average of"
                                + " calls"),
                Arguments.of(
                        "consistent-hash: { by: user }",
                        "consistent-hash: { by: user, balance-factor: off }",
                        "a host may have any share of the calls, instead of: a host may have 125% of the average of calls"),
                Arguments.of(
                        "sticky-cookie: { name: at }",
                        "sticky-cookie: { name: at, ttl: 1h, same-site: strict }",
                        "callers come back to a host for 3600 s, the cookie says SameSite=Strict, instead of: callers come"
                                + " back to a host until their browser is closed, the cookie says SameSite=Lax"),
                Arguments.of(
                        "sticky-cookie: { name: at, secret: secret-of-the-cookies-one }",
                        "sticky-cookie: { name: at, secret: secret-of-the-cookies-two }",
                        "cookies that callers have by now lead to no host, as at has another secret"),
                Arguments.of(
                        "sticky-cookie: { secret: secret-of-the-cookies-one }",
                        "sticky-cookie: {}",
                        "cookies that callers have by now lead to no host, as gatehouse-host-payments has another secret"));
    }

    @Test
    void tellsHowACacheChanges() {
        String cached = REGISTRY.replace("    methods: [GET, POST]\n", "    methods: [GET, POST]\n    cache: {}\n");
        ComparisonReport report =
                compare(cached, cached.replace("cache: {}", "cache: { max-entry: 2MB, cache-status: true }"));

        assertThat(report.changes())
                .extracting(ComparisonReport.Line::line)
                .containsExactly("service payments: keeps responses of up to 2097152 bytes and says so in Cache-Status,"
                        + " instead of: keeps responses of up to 1048576 bytes");
    }

    private static Stream<Row> access() {
        return Stream.of(
                row("# nothing", "# at all"),
                row("9005\"], requires: [key] }", "9005\"] }"),
                row("9006\"], requires: [] }", "9006\"] }"),
                row(
                        "9006\"], requires: [] } }\nproducts:\n  shop:\n    packages:\n",
                        "9006\"] } }\n"
                                + "products:\n"
                                + "  shop:\n"
                                + "    packages:\n"
                                + "      new: { acl: { status: { \"1\": {} } } }\n",
                        "~ service status v1 requires a key instead of nothing",
                        "- anybody without a key loses status v1"),
                row("get: { /items: {}, ", "get: { ", "- key acme/storefront/web loses GET /orders/v1/items"),
                row(
                        "get: { /items: {}, ",
                        "get: { /items: {}, /lists: {}, ",
                        "+ key acme/storefront/web gains GET /orders/v1/lists"),
                row(
                        "get: { /items: {}, \"/items/:id\": {} }",
                        "get: { /items: {}, \"/items/:id\": { access: [buyer] } }",
                        "- key acme/storefront/web: GET /orders/v1/items/:id now needs a user in [buyer]"),
                row(
                        "{ access: true } }\n              delete",
                        "{ access: [buyer] } }\n              delete",
                        "- key acme/storefront/web: POST /orders/v1/items needs a user in [buyer] instead of a user"),
                row(
                        "post: { /items: { access: true } }",
                        "post: { /items: { access: false } }",
                        "+ key acme/storefront/web: POST /orders/v1/items no longer needs a user"),
                row(
                        "{ access: [admin] }",
                        "{ access: [admin, clerk] }",
                        "+ key acme/storefront/web: DELETE /orders/v1/items/:id needs a user in [admin, clerk] instead"
                                + " of a user in [admin]"),
                row("get: { /items: {}, \"/items/:id\": {} }", "get: { /items: {}, \"/items/:number\": {} }"),
                row(
                        "get: { /items: {}, \"/items/:id\": {} }",
                        "get: { /items: {}, \"/items/*\": {} }",
                        "+ key acme/storefront/web gains GET /orders/v1/items/:id/*"),
                row(
                        "              get: { /items: {}, \"/items/:id\": {} }\n",
                        "",
                        "- key acme/storefront/web loses GET /orders/v1/items, GET /orders/v1/items/:id"),
                row(
                        "apis: restricted\n              get: { /items",
                        "access: true\n              apis: restricted\n              get: { /items",
                        "- key acme/storefront/web: GET /orders/v1/items, GET /orders/v1/items/:id now need a user"),
                row(
                        "acl: { orders: { \"1\": { access: false } } }",
                        "acl: { orders: { \"1\": { access: true } } }",
                        "- key globex/partner/main: all of orders v1 now needs a user"),
                row(
                        "        acl: { orders: { \"1\": { access: false } } }\n",
                        "",
                        "- key globex/partner/main: DELETE /orders/v1/items/:id now needs a user in [admin]",
                        "- key globex/partner/main: POST /orders/v1/items now needs a user",
                        "- key globex/partner/main loses 5 calls of orders v1 (DELETE /orders/v1/* (all other paths),"
                                + " GET /orders/v1/* (all other paths), PATCH /orders/v1/* and 2 more)"),
                row(
                        "payments: { \"1\": { apis: restricted, get: { /charges: {} } } }",
                        "status: { \"1\": {} }",
                        "+ key acme/backoffice/office gains status v1",
                        "- key acme/backoffice/office loses payments v1"),
                row(
                        "orders: { \"1\": {}, \"2\": { access: true } }",
                        "orders: { \"1\": {} }",
                        "- key acme/backoffice/office loses orders v2",
                        "~ key acme/backoffice/office: /orders without a version leads to v1 instead of v2"),
                row(
                        "9001\"], requires: [key] }",
                        "9001\"], requires: [key, token] }",
                        "- key acme/storefront/web: GET /orders/v1/items, GET /orders/v1/items/:id now need a user",
                        "- key acme/backoffice/office: all of orders v1 now needs a user",
                        "- key globex/partner/main: all of orders v1 now needs a user",
                        "~ service orders v1 requires a key and a token instead of a key"),
                row(
                        "9006\"], requires: [] }",
                        "9006\"], requires: [token] }",
                        "- anybody without a key: status v1 now needs a user",
                        "~ service status v1 requires a token instead of nothing"),
                row(
                        "9006\"], requires: [] }",
                        "9006\"], requires: [key] }",
                        "- anybody without a key loses status v1",
                        "~ service status v1 requires a key instead of nothing"),
                row(
                        "9001\"], requires: [key] }",
                        "9001\"], requires: { any-of: [key, token] } }",
                        "+ anybody without a key gains orders v1",
                        "~ service orders v1 requires a key or a token instead of a key"),
                row(
                        "        package: shop/basic\n        keys: { web",
                        "        package: shop/premium\n        keys: { web",
                        "+ key acme/storefront/web gains orders v2",
                        "+ key acme/storefront/web gains payments v1",
                        "+ key acme/storefront/web gains 5 calls of orders v1 (DELETE /orders/v1/* (all other paths),"
                                + " GET /orders/v1/* (all other paths), PATCH /orders/v1/* and 2 more)",
                        "- key acme/storefront/web: GET /orders/items, GET /orders/items/:id now need a user",
                        "+ key acme/storefront/web: DELETE /orders/v1/items/:id no longer needs a user in [admin]",
                        "+ key acme/storefront/web: POST /orders/v1/items no longer needs a user",
                        "~ key acme/storefront/web: /orders without a version leads to v2 instead of v1",
                        "~ key acme/storefront/web has package shop/premium instead of shop/basic"));
    }

    private static Stream<Row> keys() {
        return Stream.of(
                row("secret-web-key, ", "secret-web-key, revoked: true, ", "- key acme/storefront/web is revoked"),
                row(
                        "expires: 2030",
                        "expires: 2029",
                        "- key acme/storefront/web expires earlier: 2029-01-01T00:00:00Z instead of"
                                + " 2030-01-01T00:00:00Z"),
                row(
                        ", expires: 2030-01-01T00:00:00Z }",
                        " }",
                        "+ key acme/storefront/web expires later: never instead of 2030-01-01T00:00:00Z"),
                row("expires: 2030", "expires: 2020", "- key acme/storefront/web has expired"),
                row(
                        "{ web: { value: secret-web-key, expires: 2030-01-01T00:00:00Z } }",
                        "{}",
                        "- key acme/storefront/web is gone"),
                row(
                        "secret-web-key",
                        "secret-new-key",
                        "- key acme/storefront/web has another value, and the old one is refused"),
                row("{ web: {", "{ page: {", "~ key acme/storefront/web is now acme/storefront/page"),
                row(
                        "keys: { web: {",
                        "keys: { next: { value: secret-next-key }, web: {",
                        "+ key acme/storefront/next is new"),
                row(
                        "environment: dev, ",
                        "environment: prod, ",
                        "- key acme/backoffice/office is valid in environment prod only"),
                row("environment: dev, ", "", "+ key acme/backoffice/office is valid in every environment"),
                row(
                        "allow: [192.0.2.0/24]",
                        "allow: [192.0.2.0/25]",
                        "? key acme/backoffice/office may be used with other addresses, perhaps fewer"),
                row(
                        "allow: [192.0.2.0/24]",
                        "allow: [192.0.0.0/16, 203.0.113.7]",
                        "+ key acme/backoffice/office may be used with more addresses"),
                row(
                        "allow: [192.0.2.0/24]",
                        "allow: [192.0.2.0/24], deny: [192.0.2.13]",
                        "? key acme/backoffice/office may be used with other addresses, perhaps fewer"),
                row(
                        "environment: dev, ",
                        "environment: dev, devices: { deny: [Chrome] }, ",
                        "? key acme/backoffice/office may be used with other devices, perhaps fewer"),
                row(
                        "value: secret-globex-key",
                        "value: secret-globex-key, throttling: { orders: { public: strict } }",
                        "~ key globex/partner/main has other limits"),
                row(
                        "  globex:\n",
                        "  initech:\n",
                        "~ tenant globex is gone",
                        "+ tenant initech is new",
                        "~ key globex/partner/main is now initech/partner/main"),
                row(
                        "value: secret-globex-key }",
                        "value: secret-globex-key, revoked: true }",
                        "- key globex/partner/main is revoked"),
                row(
                        "    name: Globex\n",
                        "    name: Globex\n    maintenance: { on: true }\n",
                        "- tenant globex loses everything: it is under maintenance"),
                row(
                        "secret-of-globex-of-at-least-32-bytes",
                        "secret-of-globex-is-now-another-of-32-bytes",
                        "? tenant globex: how tokens are verified has changed (secret)"),
                row(", issuer: globex }", " }", "+ tenant globex: how tokens are verified has changed (issuer)"),
                row(
                        "    name: Acme\n",
                        "    name: Acme\n    token: off\n",
                        "? tenant acme: tokens are no longer verified"));
    }

    private static Stream<Row> services() {
        return Stream.of(
                row(
                        "[\"http://127.0.0.1:9002\"]",
                        "[\"http://127.0.0.1:9002\", \"http://127.0.0.1:9003\"]",
                        "~ service orders v2: host http://127.0.0.1:9003 added"),
                row(
                        "[\"http://127.0.0.1:9002\"]",
                        "[{ url: \"http://127.0.0.1:9002\", weight: 3 }]",
                        "~ service orders v2: weight of http://127.0.0.1:9002 3 instead of 1"),
                row(
                        "  status:\n    versions: { \"1\": { hosts: [\"http://127.0.0.1:9006\"], requires: [] } }\n",
                        "",
                        "- service status is gone"),
                row(
                        "  status:\n",
                        "  state:\n",
                        "- service status is gone",
                        "~ service state is new",
                        "+ anybody without a key gains state v1"),
                row(
                        "methods: [GET, POST]\n    versions",
                        "methods: [POST]\n    versions",
                        "- service payments no longer lets GET through"),
                row(
                        "methods: [GET, POST]\n    versions",
                        "methods: [GET, POST, PUT]\n    versions",
                        "+ service payments now lets PUT through"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    maintenance: { on: true }\n    methods",
                        "- everybody loses payments: it is under maintenance"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    timeouts: { response: 5s }\n    credentials: pass\n    methods",
                        "~ service payments: the head of a response may take 5 s, instead of: the head of a response may"
                                + " take 30 s",
                        "~ service payments now hands Authorization on"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n"
                                + "    health-check: { path: /h, host: pay, statuses: [204], headers: { X-Probe: hush }"
                                + " }\n"
                                + "    methods",
                        "~ service payments: hosts are asked for /h every 5 s, are left out after 2 bad responses, take"
                                + " 10 s to come back, instead of: hosts count as healthy"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    circuit-breaker: { consecutive-failures: 5, slow-rate: off }\n    methods",
                        "~ service payments: after 5 failures in a row, or failures of 50 % of at least 20 calls in 30"
                                + " s, calls to a version are refused for 10 s, instead of: calls are made however many"
                                + " fail"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    outliers: { consecutive-failures: 3, at-longest: off }\n    methods",
                        "~ service payments: after 3 failures in a row a host is left out for 30 s, of all hosts at"
                                + " most 50 %, and takes 10 s to come back, instead of: hosts are used however many of"
                                + " their calls fail"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    keep-open: true\n    methods",
                        "~ service payments now keeps open what is under way when access is revoked"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    compression: true\n    methods",
                        "~ service payments now compresses text for callers that take gzip"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    idempotency: { keep: 2h }\n    methods",
                        "~ service payments has calls with Idempotency-Key and bodies of up to 1MB take effect once"
                                + " within 7200 s"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    cache: {}\n    methods",
                        "~ service payments may answer GET with responses that are kept"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    max-body-size: 1MB\n    methods",
                        "? service payments takes bodies of up to 1048576 bytes instead of the gateway's limit"),
                row("    routes: [{ path: /api/v1, version: \"1\" }]\n", "", "- route /api/v1 of orders is gone"),
                row(
                        "path: /api/v1, version: \"1\"",
                        "path: /api/v1, version: \"2\"",
                        "? route /api/v1 of orders leads to v2 instead of v1"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    routes: [{ path: /orders/v2/pay }]\n    methods",
                        "? route /orders/v2/pay of payments is new and takes over calls that led to orders by orders"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    routes: [{ path: /, host: pay.example }]\n    methods",
                        "~ route pay.example/ of payments is new",
                        "? service orders is no longer reached as pay.example/orders, which leads to payments by route"
                                + " /",
                        "? service status is no longer reached as pay.example/status, which leads to payments by route"
                                + " /",
                        "? service payments is no longer reached as pay.example/payments, which leads to payments by"
                                + " route /"));
    }

    private static Stream<Row> policy() {
        return Stream.of(
                row(
                        "ip-ban: [198.51.100.0/24]",
                        "ip-ban: [198.51.100.0/24, 203.0.113.0/24, 198.51.100.7]",
                        "- callers from 203.0.113.0/24 lose everything (ip-ban)"),
                row(
                        "ip-ban: [198.51.100.0/24]",
                        "ip-ban: []",
                        "+ callers from 198.51.100.0/24 are no longer banned (ip-ban)"),
                row(
                        "ip-ban:",
                        "observe: [geo, ip-ban]\nip-ban:",
                        "+ the gateway no longer refuses by ip-ban, geo (observe)"),
                row(
                        "  payments:\n    methods",
                        "  payments:\n    observe: [acl]\n    methods",
                        "+ service payments no longer refuses by acl (observe)"),
                row(
                        "skip: [geo, device]",
                        "skip: [geo]",
                        "? callers from 10.0.0.0/8 no longer skip device (trusted-clients)"),
                row(
                        "addresses: [10.0.0.0/8]",
                        "addresses: [10.20.0.0/16]",
                        "? callers from 10.0.0.0/8 no longer skip device, geo (trusted-clients)"),
                row("\"https://shop.example\", ", "", "- web pages of https://shop.example lose everything (cors)"),
                row("credentials: true", "credentials: false", "? web pages have fewer credentials (cors)"),
                row(
                        "credentials: true",
                        "credentials: true, answer-options: true",
                        "~ web pages have other answers to OPTIONS (cors)"),
                row(
                        "ip-ban:",
                        "maintenance: { on: true }\nip-ban:",
                        "- everybody loses everything: the gateway is under maintenance"),
                row(
                        "audience: shop }",
                        "audience: market }",
                        "? the gateway: how tokens are verified has changed (audience)"),
                row(
                        "  public: default",
                        "  public: default\n  services: { orders: { public: strict } }",
                        "~ limits: orders public is strict (10 per 60s) instead of default (50 per 60s)"),
                row(
                        "      premium:\n",
                        "      premium:\n        throttling: { public: strict, services: { orders: off } }\n",
                        "~ package shop/premium: public is strict (10 per 60s) instead of default (50 per 60s)",
                        "~ package shop/premium: orders public is off instead of default (50 per 60s)"),
                row(
                        "      basic:\n        acl:\n",
                        "      basic:\n        throttling: { public: default }\n        acl:\n"),
                row(
                        "algorithm: fixed-window, limit: 50, window: 60s, per: address",
                        "algorithm: calendar, limit: 90000, window: month, per: application",
                        "~ limits: strategy default is 90000 per calendar month instead of 50 per 60s"),
                row(
                        "limit: 50, window",
                        "limit: 40, window",
                        "~ limits: strategy default is 40 per 60s instead of 50 per 60s"),
                row(
                        "limit: 50, window: 60s,",
                        "limit: 50, window: 60s, adaptive: { min: 20, max: 200 },",
                        "~ limits: strategy default is 50 per 60s to begin with, then from 20 to 200 by what a caller uses"
                                + " instead of 50 per 60s"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tells(Row row) {
        boolean edits = !row.from().startsWith("#");
        String edited = REGISTRY.replace(row.from(), row.to());
        assertThat(!edited.equals(REGISTRY)).as("the edit finds its place").isEqualTo(edits);

        ComparisonReport report = compare(REGISTRY, edited);

        List<String> lines = ComparisonText.lines(report, Colours.off());
        assertThat(lines.stream().filter(line -> line.startsWith("  ")).map(String::strip))
                .containsExactlyInAnyOrderElementsOf(row.lines());
        boolean loses = row.lines().stream().anyMatch(line -> line.startsWith("-") || line.startsWith("?"));
        assertThat(report.loss()).isEqualTo(loses);
        assertThat(JsonText.of(report) + lines).doesNotContain("secret-").doesNotContain("sha256");
    }

    @Test
    void tellsHowManyKeysGoWithATenant() {
        ComparisonReport report = compare(REGISTRY, REGISTRY.substring(0, REGISTRY.indexOf("  globex:")));

        assertThat(report.changes())
                .extracting(ComparisonReport.Line::line)
                .containsExactly("tenant globex is gone, with 1 key");
        assertThat(report.loss()).isTrue();
    }

    @Test
    void tellsKeysThatChecksAreEnforcedAgain() {
        String watched = REGISTRY.replace("      premium:\n", "      premium:\n        observe: [device, acl]\n");

        assertThat(compare(watched, REGISTRY).changes()).singleElement().satisfies(change -> {
            assertThat(change.loss()).isTrue();
            assertThat(change.kind()).isEqualTo("observe");
            assertThat(change.what()).isEqualTo("is refused again by acl, device (observe)");
        });
        assertThat(compare(REGISTRY, watched).loss()).isFalse();
    }

    @Test
    void foldsWhatIsTheSameForManyKeys() {
        var keys = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            keys.append("k").append(i).append(": { value: secret-").append(i).append(" }, ");
        }
        String many = REGISTRY.replace("keys: { web: ", "keys: { " + keys + "web: ");

        ComparisonReport report = compare(many, many.replace("get: { /items: {}, ", "get: { "));

        assertThat(report.changes())
                .extracting(ComparisonReport.Line::line)
                .containsExactly("51 keys of package shop/basic lose GET /orders/v1/items"
                        + " (acme/storefront/k0, acme/storefront/k1, acme/storefront/k2 and 48 more)");
        assertThat(report.changes().get(0).keyCount()).isEqualTo(51);
    }

    private static ComparisonReport compare(String before, String after) {
        var problems = new Problems();
        GatewayConfiguration configuration = Objects.requireNonNull(
                new ConfigurationInText("environment: dev\nupstream-tls: [{ name: mesh }]\n", Map.of()).read(problems));
        return ComparisonReport.compare(
                read(before, configuration),
                configuration,
                read(after, configuration),
                configuration,
                new ManualClock());
    }

    private static LoadedRegistry read(String yaml, GatewayConfiguration configuration) {
        var problems = new Problems();
        var part = TreeText.read("registry.yml", yaml, Map.of(), ReadingLimits.REGISTRY, problems);
        var tree = new RegistryTree("registry.yml", List.of(Objects.requireNonNull(part)), problems.list());
        RegistryReading.Result result =
                RegistryReading.check(tree, Capabilities.of(configuration, AdapterCatalog.own()));
        if (result instanceof RegistryReading.Good good) {
            return good.registry();
        }
        throw new AssertionError(result);
    }
}
