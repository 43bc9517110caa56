package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.compiler.document.ProcessRules;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryWarningsTest {

    private static final String SERVICE =
            "services: { a: { versions: { \"1\": { hosts: [\"http://h\"], requires: [] } } } }\n";

    @TempDir
    Path directory;

    static Stream<Arguments> warnings() {
        return Stream.of(
                Arguments.of(
                        "services: { a: { versions: { \"1\": { hosts: [\"http://h\"] } } } }",
                        "registry.yml:1:30 services.a.versions.1: no requires, and no package or application names the"
                                + " service; it is open to everybody; requires: [] says that this is meant"),
                Arguments.of(
                        SERVICE + "ip-ban: [192.0.2.1, 10.0.0.7/8]",
                        "registry.yml:2:21 ip-ban[1]: \"10.0.0.7/8\"; it means all of 10.0.0.0/8"),
                Arguments.of(
                        SERVICE + "throttling: { strategies: { s: { algorithm: concurrency, limit: 1, per: key } } }",
                        "throttling.strategies.s: a strategy that nothing names; it limits nobody"),
                Arguments.of(
                        SERVICE + "products: { p: { packages: { b: { acl: { a: { \"1\": { get: {\n"
                                + "  /items/:name: {},\n  /items/:id: { access: true } } } } } } } } }",
                        "registry.yml:3:3 products.p.packages.b.acl.a.1.get./items/:name: a pattern for the same paths as"
                                + " /items/:id; that one holds, and this one never does"),
                Arguments.of(
                        "services: { a: { routes: [{ path: /b }], versions: { \"1\": { hosts: [\"http://h\"], requires: [] } }"
                                + " },\n b: { versions: { \"1\": { hosts: [\"http://h\"], requires: [] } } } }",
                        "services.a.routes[0].path: \"/b\"; the service b cannot be reached by its name, as routes win over"
                                + " names"),
                Arguments.of(
                        "services: { a: { versions: { \"1\": { requires: [], hosts: [\n"
                                + "{ url: \"http://h\", weight: 0 }, { url: \"http://i\", weight: 0 }] } } } }",
                        "registry.yml:2:1 services.a.versions.1.hosts: every host has weight 0; all are drained"));
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warnsOnceWithThePlace(String yaml, String warning) {
        Problems problems = RegistryText.read(directory, yaml + "\n").problems();

        assertThat(problems).hasToString("");
        assertThat(problems.warnings()).singleElement().asString().contains(warning);
    }

    @Test
    void warnsOfNothingThatIsUsual() {
        String yaml = """
                services:
                  a:
                    load-balancing: random
                    retry: off
                    routes: [{ path: /a/old }, { path: /c, host: c.example }]
                    versions:
                      "1": { hosts: [{ url: "http://h", weight: 0 }, "http://i"] }
                  c: { versions: { "1": { hosts: ["http://h"], requires: [] } } }
                ip-ban: [10.0.0.0/8, 192.0.2.7, "::ffff:10.0.0.0/104"]
                throttling:
                  strategies: { s: { algorithm: concurrency, limit: 1, per: key } }
                  edge: s
                products:
                  p: { packages: { b: { acl: { a: { "1": { get: { /x/:y: {}, /x/y: {}, "/x/*": {} } } } } } } }
                """;

        Problems problems = RegistryText.read(directory, yaml).problems();

        assertThat(problems).hasToString("");
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void warnsAgainWhereADocumentIsTakenOverFromBefore() throws Exception {
        Path file = Files.writeString(directory.resolve("r.yml"), SERVICE + "ip-ban: [10.0.0.7/8]\n");
        var source = new FileRegistry(file, Map.of()).source();
        var known = new KnownDocuments();
        var first = new Problems();
        RegistryDocumentReader.read(source.read(), known, ExtensionTypes.NONE, first);
        var second = new Problems();

        RegistryDocumentReader.read(source.read(), known, ExtensionTypes.NONE, second);

        assertThat(first.warnings()).hasSize(1);
        assertThat(second.warnings()).isEqualTo(first.warnings());
    }

    @Test
    void warnsOfKeysThatHaveExpired() {
        var result = RegistryText.read(directory, """
                products: { p: { packages: { b: {} } } }
                tenants:
                  t:
                    name: T
                    applications:
                      app:
                        package: p/b
                        keys:
                          old: { value: x, expires: 2020-01-01T00:00:00Z }
                          gone: { value: y, expires: 2020-01-01T00:00:00Z, revoked: true }
                          good: { value: z, expires: 2020-01-03T00:00:00Z }
                """);
        var problems = new Problems();

        ProcessRules.warnOfExpiredKeys(result.documents(), Instant.parse("2020-01-02T00:00:00Z"), problems);

        assertThat(problems.warnings())
                .extracting(Notice::toString)
                .singleElement()
                .asString()
                .contains("registry.yml:9:11 tenants.t.applications.app.keys.old.expires: 2020-01-01T00:00:00Z;")
                .endsWith("the key has expired and is refused");
    }

    @Test
    void ofManyWarningsAThousandAreKept() {
        var ranges = String.join(", ", Collections.nCopies(1200, "10.0.0.7/8"));

        List<Notice> warnings = RegistryText.read(directory, SERVICE + "ip-ban: [" + ranges + "]\n")
                .problems()
                .warnings();

        assertThat(warnings).hasSize(1001);
        assertThat(warnings.get(1000)).asString().contains("200 more warnings");
    }
}
