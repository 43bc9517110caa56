package io.gatehouse.registry.soajs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.HealthCheckDocument;
import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.compiler.document.OpaqueTokenDocument.UserStoreDocument;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.soajs.installation.Registrations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of single settings; what requests make of it all is in the decision table of the gateway. */
class TranslationTest {

    private final SampleInstallation installation = new SampleInstallation();

    private RegistryTree tree() {
        return new Translation(installation.content(), "dev", settings("dev", Map.of())).tree("test", "");
    }

    private RegistryDocuments documents() {
        var problems = new Problems();
        RegistryDocuments documents = RegistryDocumentReader.read(tree(), problems);
        assertThat(problems).hasToString("");
        return documents;
    }

    private String problems() {
        var problems = new Problems();
        RegistryDocumentReader.read(tree(), problems);
        return problems.toString();
    }

    private List<String> notices() {
        return tree().notices().stream().map(Notice::toString).toList();
    }

    private static Document at(Document document, String... path) {
        Document here = document;
        for (String name : path) {
            Object next = here.get(name);
            here = next instanceof List<?> list ? (Document) list.get(0) : (Document) next;
        }
        return here;
    }

    private Document version() {
        return at(installation.first("marketplace"), "versions");
    }

    private Document config() {
        return at(installation.first("environment"), "services", "config");
    }

    private Document key() {
        return at(installation.first("tenants"), "applications", "keys");
    }

    private ServiceDocument orders() {
        return documents().services().get("orders");
    }

    private KeyDocument onlyKey() {
        return documents()
                .tenants()
                .get("ACME")
                .applications()
                .get("app")
                .keys()
                .values()
                .iterator()
                .next();
    }

    private void custom(String value) {
        installation.put(
                "custom_registry", "{_id: 'c', name: 'gateway', created: 'DEV', plugged: true, value: " + value + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {port: {type: "maintenance"}, readiness: "/ready"}                | /ready     | 5010 | false
                    {port: {type: "inherit"}, readiness: "/ready"}                    | /ready     |      | false
                    {port: {type: "custom", value: 6000}, readiness: "/ready"}        | /ready     | 6000 | false
                    {port: {type: "custom", value: "6000"}, readiness: "/ready"}      | /ready     | 6000 | false
                    {commands: []}                                                    | /heartbeat | 5010 | true
                    """)
    void asksHostsWhereTheVersionSays(String maintenance, String path, Integer port, boolean panic) {
        version().put("maintenance", Document.parse(maintenance));
        HealthCheckDocument check = orders().healthCheck();
        assertThat(check.path()).isEqualTo(path);
        assertThat(check.port().other()).isEqualTo(port);
        assertThat(check.panic()).isEqualTo(panic);
        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"KUBERNETES,kubernetes-service", "SWARM,swarm"})
    void versionsThatAnOrchestratorHasDeployedAreAskedFor(Orchestrator orchestrator, String question) {
        Map<String, String> variables =
                Map.of("SOAJS_DEPLOY_HA", orchestrator.name().toLowerCase(Locale.ROOT));
        RegistryTree tree = new Translation(installation.content(), "DEV", settings("DEV", variables)).tree("test", "");
        Node.Mapping services = mapping(mapping(tree.parts().get(0), "services"), "orders");
        Node.Mapping hosts = mapping(mapping(mapping(services, "versions"), "1"), "hosts");
        assertThat(hosts.entries().stream().map(entry -> entry.key() + ": " + ((Node.Scalar) entry.value()).text()))
                .containsExactly(
                        question + ": dev-orders-v1-service",
                        "labels: soajs.content=true,soajs.env.code=dev,soajs.service.name=orders,soajs.service.version=1",
                        "port: 4010");
        assertThat(services.entries()).extracting(Node.Entry::key).doesNotContain("health-check");
    }

    private static Node.Mapping mapping(Node.Mapping parent, String key) {
        return (Node.Mapping) parent.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void probesNobodyWhereMaintenancePortsDiffer() {
        version().put("maintenance", Document.parse("{port: {type: 'maintenance'}, readiness: '/ready'}"));
        installation.put(
                "hosts",
                "{_id: 1, env: 'dev', name: 'orders', ip: '10.0.0.1', version: '1'}",
                "{_id: 2, env: 'dev', name: 'orders', ip: '::1', version: '1', port: 4011}");
        assertThat(orders().healthCheck()).isNull();
        assertThat(orders().versions().values().iterator().next().listed())
                .extracting(host -> host.url().toString())
                .containsExactly("http://10.0.0.1:4010", "http://[::1]:4011");
        assertThat(notices())
                .singleElement()
                .asString()
                .contains("different maintenance ports")
                .contains("not probed");
    }

    @Test
    void waitsAsLongAsSoajsProlongsARequest() {
        at(installation.first("marketplace"), "configuration").put("requestTimeoutRenewal", 4);
        assertThat(orders().timeouts().response()).isEqualTo(Duration.ofSeconds(100));
        assertThat(orders().timeouts().idle()).isEqualTo(Duration.ofSeconds(100));
        custom("{gotoService: {renewReqMonitorOff: true}}");
        assertThat(orders().timeouts().response()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void holdsKeysAsHashesUnderNamesThatTellNothing() {
        assertThat(onlyKey().value()).isNull();
        assertThat(tree().parts().toString()).doesNotContain("the-key").doesNotContain("internal");
        assertThat(documents()
                        .tenants()
                        .get("ACME")
                        .applications()
                        .get("app")
                        .keys()
                        .keySet())
                .singleElement()
                .asString()
                .matches("dev-[0-9a-f]{12}");
    }

    @Test
    void keepsTheIdThatServicesKnowTheTenantBy() {
        assertThat(documents().tenants().get("ACME").id()).isEqualTo("acme");
    }

    @Test
    void takesTheEntryOfTheEnvironmentWhereAKeyStandsForSeveral() {
        key().put(
                        "extKeys",
                        List.of(
                                Document.parse("{extKey: 'the-key', env: 'STG', expDate: 1}"),
                                Document.parse("{extKey: 'the-key', env: 'DEV'}"),
                                Document.parse("{extKey: 'theirs', env: 'STG'}"),
                                Document.parse("{extKey: 'theirs', env: 'DASHBOARD'}")));
        var keys = documents().tenants().get("ACME").applications().get("app").keys();
        assertThat(keys.values()).extracting(KeyDocument::environment).containsExactly("dev", "stg");
        assertThat(keys.values()).extracting(KeyDocument::expires).containsOnlyNulls();
    }

    @Test
    void letsAKeysThrottlingReplaceThatOfTheCustomRegistry() {
        custom("{traffic: {throttling: {orders: {publicAPIStrategy: 'heavy', privateAPIStrategy: 'heavy'}}}}");
        assertThat(onlyKey().throttling()).isEmpty();
        key().put("config", Document.parse("{dev: {gateway: {throttling: {orders: {privateAPIStrategy: null}}}}}"));
        assertThat(level().publicApis())
                .isInstanceOfSatisfying(
                        Setting.Value.class,
                        named ->
                                assertThat(((Sourced<?>) named.value()).value()).isEqualTo("default"));
        assertThat(level().privateApis()).isInstanceOf(Setting.Off.class);
        key().put("config", Document.parse("{dev: {gateway: {throttling: {}}}}"));
        assertThat(level().privateApis())
                .isInstanceOfSatisfying(
                        Setting.Value.class,
                        named ->
                                assertThat(((Sourced<?>) named.value()).value()).isEqualTo("heavy"));
    }

    private ThrottlingLevelDocument level() {
        return (ThrottlingLevelDocument)
                ((Setting.Value<?>) onlyKey().throttling().get("orders")).value();
    }

    @Test
    void trustsWhomTheWhitelistNames() {
        custom("{mt: {whitelist: {ips: ['10.0.0.0/8'], acl: true, oauth: true}}, traffic: {ip2ban: ['203.0.113.7']},"
                + " maintenanceMode: {on: true, status: 503, message: 'Back at noon', retryAfter: 1800}}");
        var policy = documents().policy();
        assertThat(policy.trustedClients().skip())
                .isEqualTo(Set.of(
                        SkippedCheck.ACL,
                        SkippedCheck.TOKEN,
                        SkippedCheck.ADDRESSES,
                        SkippedCheck.GEO,
                        SkippedCheck.DEVICE));
        assertThat(policy.ipBan())
                .singleElement()
                .satisfies(banned -> assertThat(banned.value()).hasToString("203.0.113.7"));
        assertThat(policy.maintenance().on()).isTrue();
        assertThat(policy.maintenance().retryAfter()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void sendsNoCredentialsToPagesOfAnyOrigin() {
        config().put("cors", Document.parse("{enabled: true, origin: '*', credentials: 'true'}"));
        assertThat(documents().policy().cors().credentials()).isFalse();
        assertThat(notices())
                .singleElement()
                .asString()
                .startsWith("environment/env-dev services.config.cors.credentials");

        config().put("cors", Document.parse("{enabled: true, origin: 'https://shop.example', credentials: 'true'}"));
        assertThat(documents().policy().cors().credentials()).isTrue();
        assertThat(notices()).isEmpty();
    }

    @Test
    void believesNoTokenWhoseSecretIsTooShort() {
        at(installation.first("tenants"), "oauth").put("secret", "short");
        assertThat(documents().tenants().get("ACME").token()).isInstanceOf(Setting.Off.class);
        assertThat(notices())
                .anyMatch(notice -> notice.startsWith("tenants/acme oauth.secret: a secret that is too short"));
        assertThat(notices()).noneMatch(notice -> notice.contains("\"short\""));
    }

    @Test
    void tellsOfServicesWhoseTokensNobodyKnowsWithoutAKey() {
        version().put("extKeyRequired", false);
        assertThat(notices())
                .singleElement()
                .asString()
                .startsWith("marketplace/orders versions[0].oauth: a token for");
        at(config(), "oauth").put("secret", "a-secret-of-at-least-32-bytes-for-tests");
        assertThat(notices()).isEmpty();
        assertThat(documents().policy().token().audience()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                        | {}                     | ACME_urac    |
                    {}                                                        | {type: 'client', tenant: {id: 'm', code: 'MAIN'}} | MAIN_urac | ACME_urac
                    {}                                                        | {type: 'product', tenant: {id: 'm', code: 'MAIN'}} | ACME_urac |
                    {masterCode: 'ALL'}                                       | {}                     | ALL_urac     |
                    {dbCodes: {TWO: ['ACME', 'B']}}                           | {}                     | TWO_urac     |
                    {dbCodes: {TWO: ['B']}}                                   | {}                     | ACME_urac    |
                    {masterDB: 'everybody', masterCode: 'ALL'}                | {}                     | everybody    |
                    """)
    void looksUsersUpWhereTheyAre(String urac, String tenant, String database, @Nullable String groups) {
        installation.first("tenants").putAll(Document.parse(tenant));
        installation.first("tenants").put("oauth", Document.parse("{type: 2}"));
        installation.put(
                "custom_registry",
                "{_id: 'u', name: 'urac', created: 'STG', shared: true, sharedEnvs: {DEV: true}, plugged: true, value: "
                        + urac + "}");
        UserStoreDocument users = users();
        assertThat(users.database()).isEqualTo(database);
        assertThat(users.groups()).isEqualTo(groups);
        assertThat(users.trustTokens()).isFalse();
    }

    private UserStoreDocument users() {
        Setting<TokenDocument> token = documents().tenants().get("ACME").token();
        return ((Setting.Value<TokenDocument>) token).value().opaque().users();
    }

    @Test
    void knowsThePrefixOfDatabasesAndWhoIsAGuest() {
        installation.first("tenants").put("oauth", Document.parse("{type: 2}"));
        installation
                .first("environment")
                .put("dbs", Document.parse("{config: {prefix: 'a_'}, databases: {urac: {prefix: 'b_'}}}"));
        config().put("oauth", Document.parse("{type: 2, getUserFromToken: true}"));
        installation.put(
                "custom_registry",
                "{_id: 'u', name: 'urac', created: 'DEV', plugged: true, value: {autoRoaming: {acme: {other: {groups: ['g']}}}}}");
        assertThat(users().database()).isEqualTo("b_ACME_urac");
        assertThat(users().trustTokens()).isTrue();
        assertThat(users().guests()).isEqualTo(Map.of("other", List.of("g")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {created: 'DEV', plugged: true}                                          | true
                    {created: 'dev', plugged: true}                                          | true
                    {created: 'DEV', plugged: false}                                         | false
                    {created: 'DEV'}                                                         | false
                    {plugged: true}                                                          | false
                    {created: 'STG', plugged: true}                                          | false
                    {created: 'STG', plugged: true, shared: true}                            | false
                    {created: 'STG', plugged: true, shared: true, sharedEnvs: {DEV: true}}   | true
                    {created: 'STG', plugged: true, sharedEnvs: {DEV: true}}                 | true
                    {created: 'STG', plugged: true, shared: false, sharedEnvs: {DEV: true}}  | false
                    {created: 'STG', plugged: true, shared: true, sharedEnvs: {DEV: false}}  | false
                    {created: 'STG', plugged: true, shared: true, sharedEnvs: {PRD: true}}   | false
                    """)
    void countsEntriesThatArePluggedIn(String entry, boolean counts) {
        Document document = Document.parse(entry)
                .append("_id", "c")
                .append("name", "gateway")
                .append("value", Document.parse("{traffic: {ip2ban: ['192.0.2.1']}}"));
        installation.put("custom_registry", document.toJson());
        assertThat(documents().policy().ipBan()).hasSize(counts ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"apibuilder, endpoint, true", "endpoint, endpoint, false", "apibuilder, service, false"})
    void runsEndpointsOfTheApiBuilderWhereTheySay(String provider, String type, boolean endpoint) {
        installation.first("marketplace").append("type", type);
        installation
                .first("marketplace")
                .append("src", new Document("provider", provider).append("url", "http://api.example:8080"));
        String host = orders().versions()
                .values()
                .iterator()
                .next()
                .listed()
                .get(0)
                .url()
                .toString();
        assertThat(host).isEqualTo(endpoint ? "http://api.example:8080" : "http://127.0.0.1:4010");
    }

    @Test
    void laysOverAVersionWhatIsWrittenForTheEnvironment() {
        version()
                .put(
                        "customByEnv",
                        Document.parse("{stg: {oauth: false}, dev: {extKeyRequired: false, oauth: false}}"));
        assertThat(orders().versions().values().iterator().next().requires().toString())
                .doesNotContain("key");
    }

    @Test
    void looksOpaqueTokensUpByTheTenantsId() {
        installation.first("tenants").put("oauth", Document.parse("{type: 2}"));
        Setting<TokenDocument> token = documents().tenants().get("ACME").token();
        assertThat(((Setting.Value<TokenDocument>) token).value().opaque().tenantId())
                .isEqualTo("acme");
    }

    @Test
    void sendsAKeysCallsToItsOwnHosts() {
        key().put(
                        "config",
                        Document.parse(
                                "{dev: {orders: {url: 'http://10.9.9.9:80', urls: [{version: 1, url: 'https://own.example/'}]}},"
                                        + " stg: {orders: {url: 'http://elsewhere'}}}"));
        var targets = new TreeMap<String, String>();
        onlyKey()
                .hosts()
                .forEach((deployment, hosts) -> targets.put(
                        deployment.toString(), hosts.items().get(0).url().toString()));
        assertThat(targets).isEqualTo(Map.of("orders", "http://10.9.9.9:80", "orders:1", "https://own.example:443"));
        assertThat(notices()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "outer, SHOP_OUTER, app;app-SHOP_OUTER",
        "outer, SHOP_GONE,  app",
        "inner, SHOP_OUTER, app",
        ",      SHOP_OUTER, app"
    })
    void aKeyMayHaveAPackageOfTheNetwork(@Nullable String network, String other, String applications) {
        custom("{lastSeen: {network: " + (network == null ? "null" : "'" + network + "'") + "}}");
        at(installation.first("products"))
                .getList("packages", Document.class)
                .add(Document.parse("{code: 'SHOP_OUTER', acl: {dev: {orders: {'1': {access: true}}}}}"));
        key().put(
                        "config",
                        Document.parse(
                                "{dev: {gateway: {networkPackages: {outer: {SHOP: {default: '" + other + "'}}}}}}"));
        var all = documents().tenants().get("ACME").applications();
        assertThat(all.keySet()).containsExactly(applications.split(";"));
        assertThat(all.get("app").keys()).hasSize("outer".equals(network) ? 0 : 1);
        assertThat(notices()).hasSize(other.equals("SHOP_GONE") ? 1 : 0);
    }

    @Test
    void tellsWhatHasNoCounterpart() {
        custom(
                "{lastSeen: {active: true}, idempotency: {}, cache: {}, gotoService: {monitor: {}}, traffic: {model: 'mongo'}}");
        installation.put("resources", "{_id: 'r', name: 'dash', type: 'cluster', plugged: true, created: 'DEV'}");
        key().put(
                        "config",
                        Document.parse(
                                "{dev: {gateway: {networkPackages: {}, validateTokenAccount: {}, other: 1}, idle: {url: 'http://x'},"
                                        + " mail: {from: 'me'}}}"));
        installation.put(
                "marketplace",
                installation.first("marketplace").toJson(),
                "{_id: 'idle', type: 'service', name: 'idle', configuration: {port: 1}, versions: [{version: '1'}]}");
        assertThat(notices())
                .extracting(notice -> notice.replaceAll(": .*", ""))
                .containsExactlyInAnyOrder(
                        "custom_registry/c value.lastSeen",
                        "custom_registry/c value.idempotency",
                        "custom_registry/c value.cache",
                        "custom_registry/c value.gotoService.monitor",
                        "custom_registry/c value.traffic.model",
                        "resources",
                        "tenants/acme applications[0].keys[0].config.dev.gateway.other",
                        "tenants/acme applications[0].keys[0].config.dev.idle",
                        "marketplace/idle versions[0]");
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    true  | [admin]     | false | a regular path protects something
                    false | false       | true  | public below a service for users
                    """)
    void servesNothingWhereAPathThatIsNoPatternProtectsSomething(
            String restricted, String access, boolean served, String why) {
        Document rule = at(installation.first("products"), "packages", "acl", "dev", "orders", "1");
        rule.put(
                "apis",
                Document.parse("{'/items/:id?': {access: " + (access.equals("[admin]") ? "['admin']" : access) + "}}"));
        assertThat(problems().isEmpty()).as(why).isEqualTo(served);
        rule.put("apisPermission", "restricted");
        assertThat(problems()).as("refused either way").isEmpty();
        assertThat(notices()).anyMatch(notice -> notice.contains("counts as not listed"));
    }

    @Test
    void refusesTwoRulesForThePathsOfOnePattern() {
        Document rule = at(installation.first("products"), "packages", "acl", "dev", "orders", "1");
        rule.put("get", Document.parse("{apis: {'/items/:id': {access: true}, '/items/:name': {access: true}}}"));
        assertThat(problems()).isEmpty();
        rule.put("get", Document.parse("{apis: {'/items/:id': {access: true}, '/items/:name': {}}}"));
        assertThat(problems()).contains("products/shop").contains("paths that differ");
    }

    @ParameterizedTest
    @CsvSource({
        "tenants, applications, a text",
        "products, packages, a text",
        "marketplace, versions, a text",
        "marketplace, configuration, a text",
        "hosts, port, a text",
        "tenants, oauth, a text"
    })
    void tellsWhichDocumentIsBroken(String collection, String field, String value) {
        Object id = installation.first(collection).get("_id");
        installation.first(collection).put(field, value);
        assertThat(problems()).contains(collection + "/" + id + " " + field).doesNotContain(value + "\"");
    }

    @Test
    void leavesOutAnApplicationWhosePackageIsGone() {
        at(installation.first("tenants"), "applications").put("package", "SHOP_GONE");
        assertThat(documents().tenants().get("ACME").applications()).isEmpty();
        assertThat(notices()).singleElement().asString().contains("SHOP_GONE").contains("are not known");
    }

    private static InstallationSettings settings(String environment, Map<String, String> variables) {
        return new InstallationSettings(
                Orchestrator.of(variables),
                null,
                List.of(),
                List.of(),
                new Registrations(null, environment.toLowerCase(Locale.ROOT)),
                Map.of());
    }
}
