package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Problem;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Tenant;
import io.gatehouse.domain.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is read again, with what is remembered of it, becomes what it becomes when it is read for the first time. */
class ReadAgainTest {

    private static final String REGISTRY = """
            services:
              orders: { versions: { "1": { hosts: ["http://one:1"], requires: [key] } } }
              users: { versions: { "1": { hosts: ["http://two:2"], requires: [key] } } }
            products:
              shop: { packages: { basic: { acl: { orders: { "1": {} } } }, gold: {} } }
              other: { packages: { basic: {} } }
            tenants:
              acme: { name: Acme, applications: { web: { package: shop/basic, keys: { main: { value: one } } } } }
              globex:
                name: Globex
                token: { type: jwt, secret: "abcdefghijabcdefghijabcdefghijabcdefghij", algorithms: [HS256] }
                applications: { web: { package: other/basic, keys: { main: { value: two } } } }
              own:
                name: Own
                applications:
                  web:
                    package: shop/gold
                    keys: { main: { value: three, hosts: { orders: ["http://own:3"] } } }
            throttling:
              strategies: { few: { algorithm: fixed-window, limit: 10, window: 1m, per: key } }
              public: few
            token: { type: jwt, secret: "0123456789012345678901234567890123456789", algorithms: [HS256] }
            """;

    @TempDir
    private Path folder;

    private final KnownDocuments known = new KnownDocuments();
    private final SnapshotCompiler compiler = new SnapshotCompiler(new ManualClock(), false);
    private String text = REGISTRY;
    private Path file;
    private RegistrySource source;

    @BeforeEach
    void begin() throws Exception {
        file = folder.resolve("registry.yml");
        source = new FileRegistry(folder, Map.of("NAME", "filled in")).source();
        Files.writeString(file, text);
    }

    private Snapshot again() throws Exception {
        return compiler.compile(documents(source, known), "file");
    }

    private Snapshot anew() throws Exception {
        var fresh = new FileRegistry(folder, Map.of("NAME", "filled in")).source();
        return new SnapshotCompiler(new ManualClock(), false).compile(documents(fresh, new KnownDocuments()), "file");
    }

    private static RegistryDocuments documents(RegistrySource source, KnownDocuments known) throws Exception {
        var problems = new Problems();
        RegistryTree tree = source.read();
        RegistryDocuments documents = RegistryDocumentReader.read(tree, known, ExtensionTypes.NONE, problems);
        assertThat(problems.list()).extracting(Problem::toString).isEmpty();
        return documents;
    }

    private void edit(String from, String to) throws Exception {
        assertThat(text).contains(from);
        text = text.replace(from, to);
        Files.writeString(file, text);
    }

    private static void same(Snapshot one, Snapshot other) {
        assertThat(one)
                .usingRecursiveComparison()
                .ignoringFields("revision", "loadedMillis")
                .isEqualTo(other);
    }

    private static ApiKey key(Snapshot snapshot, String text) {
        ApiKey key = snapshot.keys().find(text);
        assertThat(key).as(text).isNotNull();
        return key;
    }

    @Test
    void becomesWhatItBecomesWhenItIsReadAnewWhateverChanges() throws Exception {
        same(again(), anew());
        List<List<String>> edits = List.of(
                List.of("value: one", "value: 1ne"),
                List.of("{ \"1\": {} }", "{ \"1\": { access: [admin] } }"),
                List.of("limit: 10", "limit: 11"),
                List.of("0123456789\"", "0123456780\""),
                List.of("http://one:1", "http://one:11"),
                List.of("http://own:3", "http://own:33"),
                List.of("name: Globex", "name: \"${NAME}\""),
                List.of("shop/basic", "shop/gold"),
                List.of("  globex:", "\n  globex:"),
                List.of("  own:", "  owned:"),
                List.of("http://two:2", "http://two:2\", \"http://two:3"),
                List.of(
                        "tenants:\n",
                        "tenants:\n  new: { name: N, applications: { web: { package: shop/gold, keys: { m: { value: n } } } } }\n"),
                List.of(
                        "  new: { name: N, applications: { web: { package: shop/gold, keys: { m: { value: n } } } } }\n",
                        ""));
        for (List<String> edit : edits) {
            edit(edit.get(0), edit.get(1));
            same(again(), anew());
            same(again(), anew());
        }
    }

    @Test
    void takesOverTheTenantsThatHaveNotChanged() throws Exception {
        Snapshot before = again();
        edit("value: one", "value: 1ne");
        Snapshot after = again();

        assertThat(key(after, "two")).isSameAs(key(before, "two"));
        assertThat(after.keys().find("one")).isNull();
        assertThat(key(after, "1ne")).isNotNull();
        assertThat(key(after, "three")).as("has hosts of its own").isNotSameAs(key(before, "three"));
        assertThat(after.policy()).isSameAs(before.policy());
    }

    @Test
    void compilesTenantsAnewWhenAPackageOrThePolicyChanges() throws Exception {
        Snapshot before = again();
        edit("gold: {}", "gold: { acl: {} }");
        Snapshot otherPackage = again();
        assertThat(key(otherPackage, "two")).isNotSameAs(key(before, "two"));
        edit("limit: 10", "limit: 20");
        assertThat(key(again(), "two")).isNotSameAs(key(otherPackage, "two"));
    }

    @Test
    void keepsTokenSettingsThatSayTheSameSoThatWhatIsRememberedOfThemGoesOn() throws Exception {
        Snapshot before = again();
        for (List<String> edit : List.of(
                List.of("tenants:", "\n\ntenants:"),
                List.of("gold: {}", "gold: { acl: {} }"),
                List.of("limit: 10", "limit: 20"),
                List.of("name: Globex", "name: Globex Inc."),
                List.of("value: two", "value: 2wo"),
                List.of("value: 2wo", "value: two"))) {
            edit(edit.get(0), edit.get(1));
            Snapshot after = again();
            assertThat(issuer(after, "globex").settings())
                    .isSameAs(issuer(before, "globex").settings());
            assertThat(issuer(after, "acme").settings())
                    .isSameAs(issuer(before, "acme").settings());
            assertThat(after.policy().issuer().settings())
                    .isSameAs(before.policy().issuer().settings());
        }
        assertThat(issuer(again(), "globex").origin().line())
                .isEqualTo(issuer(before, "globex").origin().line() + 2);

        edit("abcdefghij\"", "abcdefghik\"");
        Snapshot after = again();
        assertThat(issuer(after, "globex").settings())
                .isNotEqualTo(issuer(before, "globex").settings());
        assertThat(issuer(after, "acme").settings())
                .isSameAs(issuer(before, "acme").settings());
        edit("0123456789\"", "0123456780\"");
        assertThat(issuer(again(), "acme").settings())
                .isNotEqualTo(issuer(before, "acme").settings());
    }

    private static DeclaredIssuer issuer(Snapshot snapshot, String tenant) {
        return snapshot.keys().all().stream()
                .map(key -> key.application().tenant())
                .filter(each -> each.name().equals(tenant))
                .map(Tenant::issuer)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doesNotRememberADocumentWithAProblem() throws Exception {
        again();
        edit("name: Globex", "nome: Globex");
        for (int n = 0; n < 2; n++) {
            var problems = new Problems();
            RegistryDocumentReader.read(source.read(), known, ExtensionTypes.NONE, problems);
            assertThat(problems.list())
                    .extracting(Problem::toString)
                    .anyMatch(problem -> problem.contains("globex.nome"));
        }
        edit("nome: Globex", "name: Globex");
        same(again(), anew());
    }
}
