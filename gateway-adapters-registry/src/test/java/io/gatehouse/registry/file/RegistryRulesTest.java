package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.ProcessRules;
import io.gatehouse.configuration.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision table: what is written, and the problem that it is. */
class RegistryRulesTest {

    private static final String P256 =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMbFNlnSllEN0tEdrffyVVd+dwdM3ekTfPdtW5mHjk23U3lvemBJWZsvLbPHcn/nCs3Py1VlV"
                    + "CkrjyAs2BZKvIg==";

    @TempDir
    Path directory;

    private static final String HOSTS = "versions: { \"1\": { hosts: [\"http://h\"] } }";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "services: { a: { " + HOSTS + ", routes: [{ path: /x }] }, b: { " + HOSTS
                                + ", routes: [{ path: /x/ }] } }",
                        "services.b.routes[0]: \"/x\" (expected a host and path that no other route has; the first is at"),
                mistake(
                        "services: { a: { " + HOSTS + ", routes: [{ path: /x, version: 2 }] } }",
                        "services.a.routes[0].version: \"2\" (expected one of 1)"),
                mistake(
                        "services: { a: { " + HOSTS + ", routes: [{ path: /x/../y }] } }",
                        "routes[0].path: \"/x/../y\""),
                mistake("services: { a: { " + HOSTS + ", routes: [{ path: x }] } }", "routes[0].path: \"x\""),
                mistake("services: { a: { " + HOSTS + ", routes: [{ path: /%2e }] } }", "routes[0].path: \"/%2e\""),
                mistake("services: { a: { " + HOSTS + ", routes: [{ path: /x, host: \"a:80\" }] } }", "routes[0].host"),
                mistake(
                        "services: { a: { " + HOSTS + " }, a: { " + HOSTS + " } }",
                        "services.a: a second time (expected it only once; the first is at"),
                mistake("services: { \"a/b\": { " + HOSTS + " } }", "services.a/b: a bad name"),
                mistake("services: { \"a:1\": { " + HOSTS + " } }", "services.a:1: a bad name"),
                mistake(
                        "services: { a: { versions: {} } }",
                        "services.a.versions: none (expected at least one version, or routes that all redirect)"),
                mistake(
                        "services: { a: {} }",
                        "services.a.versions: none (expected at least one version, or routes that all redirect)"),
                mistake(
                        "services: { a: { routes: [{ path: /x, redirect: /y }, { path: /z }] } }",
                        "services.a.versions: none (expected at least one version, or routes that all redirect)"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [] } } } }",
                        "hosts: an empty list (expected at least one item)"),
                mistake(
                        "services: { a: { versions: { \"v1\": { hosts: [\"http://h\"] } } } }",
                        "services.a.versions.v1: \"v1\" (expected a version"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"] }, \"1.0\": { hosts: [\"http://h\"] } } } }",
                        "services.a.versions.\"1.0\": a second time"),
                mistake(host("ftp://h"), "hosts[0].url: \"ftp://h\" (expected a URL such as"),
                mistake(host("http://"), "hosts[0].url"),
                mistake(
                        host("https://my_svc"),
                        "hosts[0].url: \"https://my_svc\" (expected an https or h2 host whose name has letters, digits and inner"
                                + " hyphens only: Java can neither ask for nor verify the certificate of another"),
                mistake(host("http://u:p@h"), "hosts[0].url: \"http://***@h\""),
                mistake(host("http://h/path"), "hosts[0].url"),
                mistake(host("http://h?q"), "hosts[0].url"),
                mistake(host("http://h#f"), "hosts[0].url"),
                mistake(host("http://h:0"), "hosts[0].url: \"http://h:0\" (expected a port from 1 to 65535)"),
                mistake(host("http://h:99999"), "hosts[0].url"),
                mistake(host("http://h h"), "hosts[0].url"),
                mistake(host("http://256.1.1.1"), "hosts[0].url"),
                mistake(host("http://[::1"), "hosts[0].url"),
                mistake(host("http://[1.2.3.4]"), "hosts[0].url"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\", \"http://H:80\"] } } } }",
                        "hosts[1]: \"http://h:80\" (expected every host only once"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [{ url: \"http://h\", weight: -1 }] } } } }",
                        "hosts[0].weight: -1 (expected a whole number from 0 to 100)"),
                mistake(own("b: [\"http://o\"]"), "keys.k.hosts.b: unknown service (expected one of a"),
                mistake(own("\"a:2\": [\"http://o\"]"), "unknown version (expected one of 1)"),
                mistake(own("\"a:x\": [\"http://o\"]"), "expected the name of a service, such as orders, or of one of"),
                mistake(own("a: []"), "keys.k.hosts.a: [] (expected at least one host)"),
                mistake(
                        own("a: [\"http://o\", \"http://O:80\"]"),
                        "hosts.a[1]: \"http://o:80\" (expected every host only once"),
                mistake(own("a: [\"http://o/path\"]"), "hosts.a[0].url"),
                mistake(
                        "services: { a: { " + HOSTS + ", load-balancing: round-robbin } }",
                        "services.a.load-balancing: \"round-robbin\" (expected one of round-robin, random, least-requests, peak-ewma, consistent-hash; did you mean round-robin?)"),
                mistake("services: { a: { " + HOSTS + ", methods: [GET, TRACE] } }", "methods[1]: \"TRACE\""),
                mistake("services: { a: { " + HOSTS + ", methods: [get] } }", "methods[0]: \"get\""),
                mistake(
                        "services: { a: { " + HOSTS + ", health-check: { path: /h, interval: 0s } } }",
                        "interval: \"0s\" (expected a duration above zero)"),
                mistake(
                        "services: { a: { " + HOSTS + ", health-check: { path: /h, port: 70000 } } }",
                        "port: 70000 (expected same or a port"),
                mistake(check("host: \"a b\""), "health-check.host: \"a b\" (expected a host name such as"),
                mistake(check("statuses: []"), "health-check.statuses: an empty list"),
                mistake(check("statuses: [600]"), "statuses[0]: 600 (expected a status or a range of them"),
                mistake(check("statuses: [299-200]"), "statuses[0]: \"299-200\" (expected a range that begins"),
                mistake(check("headers: { Host: a }"), "health-check: {path, headers} (expected no header of the"),
                mistake(check("headers: { transfer-encoding: chunked }"), "(expected no header of the connection"),
                mistake(check("headers: { \"X A\": 1 }"), "health-check.headers"),
                mistake(check("headers: { X-A: \"b\\nc\" }"), "(expected headers whose values are texts of"),
                mistake(
                        "services: { a: { " + HOSTS + ", timeouts: { connect: -1s } } }",
                        "timeouts.connect: \"-1s\" (expected a duration such as"),
                mistake(
                        "services: { a: { " + HOSTS + ", response-headers: { set: { Content-Length: 1 } } } }",
                        "response-headers: {set} (expected no header of the connection"),
                mistake(
                        "services: { a: { " + HOSTS + ", response-headers: { set: { X-A: \"b\\nc\" } } } }",
                        "response-headers.set.X-A"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"], requires: [kee] } } } }",
                        "requires[0]: \"kee\" (expected key, token or certificate"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"], requires: key } } } }",
                        "requires: \"key\" (expected a list of key, token and certificate, or {any-of: [key, token]}"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"], requires: { any-off: [key] } } } } }",
                        "requires: a mapping (expected a list of key, token and certificate, or {any-of: [key, token]}"),
                mistake(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"], requires: { any-of: [] } } } } }",
                        "requires.any-of: an empty list"),
                mistake(acl("b: { \"1\": {} }"), "acl.b: unknown service (expected one of a"),
                mistake(acl("a: { \"2\": {} }"), "acl.a.2: unknown version (expected one of 1)"),
                mistake(
                        acl("a: { \"1\": { access: maybe } }"),
                        "acl.a.1.access: \"maybe\" (expected false (public), true (any user) or a list of groups)"),
                mistake(acl("a: { \"1\": { access: [] } }"), "acl.a.1.access: an empty list"),
                mistake(acl("a: { \"1\": { access: null } }"), "acl.a.1.access: null"),
                mistake(
                        acl("a: { \"1\": { GET: {} } }"),
                        "acl.a.1.GET: unknown key (expected one of access, apis or a method in lower case"),
                mistake(
                        acl("a: { \"1\": { get: { items: {} } } }"),
                        "acl.a.1.get.items: unknown key (expected one of access, apis or a path"),
                mistake(
                        acl("a: { \"1\": { get: { /a*: {} } } }"),
                        "acl.a.1.get./a*: \"/a*\" (expected * only as the last segment"),
                mistake(acl("a: { \"1\": { get: { \"/:\": {} } } }"), "expected a parameter name"),
                mistake(acl("a: { \"1\": { get: { /x: {}, /x/: {} } } }"), "acl.a.1.get./x/: a second time"),
                mistake(
                        "services: { a: { " + HOSTS + ", encoded-slash: pass } }\n"
                                + products("a: { \"1\": { get: { /x: {} } } }"),
                        "services.a.encoded-slash: \"pass\" (expected refuse, as a rule of the service names paths, at"),
                mistake(
                        "services: { a: { " + HOSTS + ", path-parameters: pass } }\n"
                                + products("a: { \"1\": { get: { /x: {} } } }"),
                        "services.a.path-parameters: \"pass\""),
                mistake(
                        application("package: shop/basik"),
                        "applications.app.package: \"shop/basik\" (expected one of shop/basic; did you mean shop/basic?)"),
                mistake(
                        application("package: basic"),
                        "applications.app.package: \"basic\" (expected a product and one of its packages"),
                mistake(
                        key("value: x, hash: \"sha256:" + "0".repeat(64) + "\""),
                        "keys.k: {value, hash} (expected either value or hash)"),
                mistake(key("environment: dev"), "keys.k: {environment} (expected either value or hash)"),
                mistake(key("hash: my-plain-key"), "keys.k.hash: *** (expected sha256: and 64 hex digits)"),
                mistake(
                        key("value: x, addresses: { allow: [localhost] }"),
                        "addresses.allow[0]: \"localhost\" (expected an address or a range"),
                mistake(
                        key("value: x, countries: { allow: [UK] }"),
                        "countries.allow[0]: \"UK\" (expected an ISO country code such as DE; did you mean GB?)"),
                mistake(
                        key("value: x, continents: { deny: [XX] }"),
                        "continents.deny[0]: \"XX\" (expected one of AF, AN, AS, EU, NA, OC, SA)"),
                mistake(
                        key("value: x, devices: { allow: [{}] }"),
                        "devices.allow[0]: {} (expected at least one of family"),
                mistake(
                        key("value: x, devices: { allow: [{ family: A, major: { min: 9, max: 8 } }] }"),
                        "major: {min, max} (expected a min that is not above max)"),
                mistake(key("value: x, expires: tomorrow"), "keys.k.expires: \"tomorrow\" (expected a time such as"),
                mistake(
                        key("value: x, throttling: { a: { public: none } }"),
                        "throttling.a.public: \"none\" (expected one of nothing, there is none)"),
                mistake(key("value: x, throttling: { zzz: null }"), "throttling.zzz: unknown service"),
                mistake(
                        key("value: x }, l: { value: x"),
                        "keys.l: *** (expected a key that no other has; the first is at"),
                mistake(
                        key(
                                "value: x }, l: { hash: \"sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\""),
                        "keys.l: *** (expected a key that no other has"),
                mistake(
                        "token: { type: jwt, algorithms: [], secret: x }",
                        "token: {type, algorithms, secret} (expected algorithms"),
                mistake(
                        "token: { type: jwt, algorithms: [none], jwks: \"https://h/j\" }",
                        "token.algorithms[0]: \"none\""),
                mistake(
                        "token: { type: jwt, algorithms: [HS256], secret: short }",
                        "(expected a secret of at least 32 bytes for HS256)"),
                mistake(
                        "token: { type: jwt, algorithms: [RS256], public-key: key.pem }",
                        "token.public-key: *** (expected a public key or certificate in PEM form: RSA of 2048"),
                mistake(
                        "token: { type: jwt, algorithms: [RS256], public-key: \"-----BEGIN PUBLIC KEY-----" + P256
                                + "-----END PUBLIC KEY-----\" }",
                        "(expected algorithms that fit the public-key, as RS256 does not)"),
                mistake(
                        "token: { type: jwt, algorithms: [RS256] }",
                        "(expected exactly one of secret, jwks and public-key)"),
                mistake(
                        "token: { type: jwt, algorithms: [HS256], jwks: \"https://h/j\" }",
                        "(expected HS algorithms with secret, all others"),
                mistake(
                        "token: { type: jwt, algorithms: [HS256, RS256], secret: " + "s".repeat(40) + " }",
                        "(expected HS algorithms with secret"),
                mistake("token: { type: opaque }", "(expected opaque settings, as type is opaque)"),
                mistake("token: { type: jwt, algorithms: [RS256], jwks: ftp://x }", "token.jwks: \"ftp://x\""),
                mistake(
                        "cors: { origins: [\"*\"], credentials: true }",
                        "cors: {origins, credentials} (expected no * together with credentials: true)"),
                mistake("cors: { origins: [\"https://a/b\"] }", "cors.origins[0]: \"https://a/b\""),
                mistake("cors: { origins: [\"https://a.*.b\"] }", "cors.origins[0]"),
                mistake("ip-ban: [1.2.3]", "ip-ban[0]: \"1.2.3\""),
                mistake(
                        "trusted-clients: { addresses: [10.0.0.0/8], skip: [everything] }",
                        "trusted-clients.skip[0]: \"everything\""),
                mistake("maintenance: { on: false, status: 200 }", "maintenance.status: 200"),
                mistake("maintenance: { status: 503 }", "maintenance.on: missing (expected true or false)"),
                mistake("throttling: { public: none }", "throttling.public: \"none\""),
                mistake(
                        strategy("algorithm: fixed-window, limit: 1"),
                        "(expected limit and a window such as 60s, without capacity and refill)"),
                mistake(
                        strategy("algorithm: sliding-window, limit: 1, window: month"),
                        "(expected limit and a window such as 60s, without capacity and refill)"),
                mistake(
                        strategy("algorithm: calendar, limit: 1, window: 30d"),
                        "(expected limit and a window of hour, day or month, without capacity and refill)"),
                mistake(
                        strategy("algorithm: calendar, limit: 1, window: year"),
                        "window: \"year\" (expected a duration such as 500ms, 60s, 5m, 1h or 20d, or hour, day or month)"),
                mistake(strategy("algorithm: fixed-window, limit: 0, window: 1s"), "limit: 0"),
                mistake(
                        strategy("algorithm: token-bucket, limit: 1, window: 1s"),
                        "(expected capacity and refill, without limit and window)"),
                mistake(strategy("algorithm: concurrency, limit: 1, window: 1s"), "(expected limit, without window"),
                mistake(
                        strategy("algorithm: calendar, limit: 5, window: month, adaptive: { min: 1, max: 9 }"),
                        "(expected adaptive with fixed-window or sliding-window only)"),
                mistake(
                        strategy("algorithm: fixed-window, limit: 10, window: 1s, adaptive: { min: 1, max: 9 }"),
                        "(expected a limit from min to max of adaptive, as it is what callers begin with)"),
                mistake(
                        strategy("algorithm: fixed-window, limit: 5, window: 1s, adaptive: { min: 9, max: 1 }"),
                        "adaptive: {min, max} (expected a min that is no more than max)"),
                mistake(
                        strategy(
                                "algorithm: fixed-window, limit: 5, window: 1s, adaptive: { min: 1, max: 9, step: 0% }"),
                        "(expected a step above 0%)"),
                mistake(
                        strategy(
                                "algorithm: fixed-window, limit: 5, window: 1s, adaptive: { min: 1, max: 9, headroom: 0.5 }"),
                        "adaptive.headroom: 0.5 (expected a number from 1 to 100 such as 2 or 1.5)"),
                mistake(
                        "throttling: { edge: s, strategies: { s: { algorithm: fixed-window, limit: 5, window: 1s,"
                                + " per: address, adaptive: { min: 1, max: 9 } } } }",
                        "throttling.edge: \"s\" (expected a strategy without adaptive)"),
                mistake(
                        "throttling: { strategies: { s: { algorithm: concurrency, limit: 1 } } }",
                        "strategies.s.per: missing"),
                mistake(
                        "throttling: { strategies: { off: { algorithm: concurrency, limit: 1, per: key } } }",
                        "strategies.off"),
                mistake(
                        "throttling: { services: { zzz: { public: null } } }",
                        "throttling.services.zzz: unknown service"),
                mistake("throttling: { services: { zzz: { apis: [] } } }", "apis: an empty list"),
                mistake(
                        "service: {}",
                        "service: unknown key (expected one of services, products, tenants, maintenance, ip-ban,"
                                + " trusted-clients, cors, token, throttling, observe; did you mean services?)"),
                mistake("listen: {}", "listen: unknown key (expected one of services, products, tenants, maintenance"),
                mistake(
                        "servics: { a: { " + HOSTS + " } }\n" + products("a: { \"1\": {} }, b: { \"1\": {} }"),
                        "servics: unknown key (expected one of services"),
                mistake(
                        "services: [a, b]\n" + products("a: { \"1\": {} }, b: { \"1\": {} }"),
                        "services: a list (expected a mapping of names to services)"),
                mistake(
                        "product: { shop: {} }\ntenants: { t: { name: T, applications: { a: { package: shop/basic } } } }",
                        "product: unknown key"),
                mistake(
                        "throtling: { strategies: {} }\n" + key("value: x, throttling: { a: { public: fast } }"),
                        "throtling: unknown key"),
                mistake("services:", "services: an empty value (expected a mapping of names to services)"),
                mistake("tenants: null", "tenants: null (expected a mapping of names to tenants)"));
    }

    private static Arguments mistake(String yaml, String problem) {
        return Arguments.of(yaml, problem);
    }

    private static String host(String url) {
        return "services: { a: { versions: { \"1\": { hosts: [\"" + url + "\"] } } } }";
    }

    private static String check(String more) {
        return "services: { a: { " + HOSTS + ", health-check: { path: /h, " + more + " } } }";
    }

    private static String acl(String rules) {
        return "services: { a: { " + HOSTS + " } }\n" + products(rules);
    }

    private static String own(String hosts) {
        return "services: { a: { " + HOSTS + " } }\n"
                + application("package: shop/basic, keys: { k: { value: v, hosts: { " + hosts + " } } }");
    }

    private static String products(String rules) {
        return "products: { shop: { packages: { basic: { acl: { " + rules + " } } } } }";
    }

    private static String application(String text) {
        return "products: { shop: { packages: { basic: {} } } }\n" + "tenants: { t: { name: T, applications: { app: { "
                + text + " } } } }";
    }

    private static String key(String text) {
        return "services: { a: { " + HOSTS + " } }\n"
                + application("package: shop/basic, keys: { k: { " + text + " } }");
    }

    private static String strategy(String text) {
        return "throttling: { strategies: { s: { " + text + ", per: key } } }";
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEveryMistakeOnce(String yaml, String problem) {
        Problems problems = RegistryText.read(directory, yaml + "\n").problems();
        assertThat(problems.toString()).contains(problem);
        assertThat(problems.total()).isEqualTo(1);
    }

    @Test
    void aServiceWithMistakesIsNotToldToBeMissing() {
        Problems problems = RegistryText.read(
                        directory,
                        "services: { a: { versions: { \"1\": { hosts: x } } } }\n" + products("a: { \"1\": {} }"))
                .problems();
        assertThat(problems.total()).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeReadIsToldAndNotWhatRefersToIt() throws Exception {
        Files.writeString(directory.resolve("products.yml"), "products: { shop: { packages: { basic: } }\n");
        Files.writeString(directory.resolve("services.yml"), "services:\n\ta: {}\n");
        Files.writeString(
                directory.resolve("tenants.yml"),
                "tenants: { t: { name: T, applications: { app: { package: shop/basic, acl: { a: {} }, keys: { k: { value: v,"
                        + " throttling: { a: { public: some } } } } } } } }\n");

        assertThat(RegistryText.read(directory).problems().list())
                .extracting(problem -> Path.of(problem.origin().source()).getFileName() + ": " + problem.given())
                .containsExactly("products.yml: something unreadable", "services.yml: a tab");
    }

    @Test
    void aVariableThatIsNotSetHidesNothing() {
        Problems problems = RegistryText.read(
                        directory,
                        "services: { a: { versions: { \"1\": { hosts: [\"${NOT_SET_ANYWHERE}\"] } } } }\n"
                                + products("b: { \"1\": {} }"))
                .problems();
        assertThat(problems.toString()).contains("acl.b: unknown service");
    }

    @Test
    void countriesNeedADatabase() {
        RegistryText.Result result = RegistryText.read(directory, key("value: x, countries: { allow: [DE] }"));
        ProcessRules.checkGeoDatabase(result.documents(), true, result.problems());
        assertThat(result.problems().isEmpty()).isTrue();
        ProcessRules.checkGeoDatabase(result.documents(), false, result.problems());
        assertThat(result.problems().toString()).contains("keys.k.countries: a rule about places");
    }

    @Test
    void whatIsOffIsNoMistake() {
        String yaml = "services: { a: { " + HOSTS + ", health-check: off, retry: null, timeouts: { total: off } } }\n"
                + "cors: null\ntoken: off\nthrottling: { edge: null, services: { a: off } }\n"
                + "tenants: { t: { name: T, token: null } }\n";
        assertThat(RegistryText.read(directory, yaml).problems()).hasToString("");
    }
}
