package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

    private static final String SETTINGS = "registry: { file: { path: registry, watch: false } }\n";
    private static final String SERVICES =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9001\"], requires: [] } } } }\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("gateway.yml"), SETTINGS);
        Files.createDirectory(folder.resolve("registry"));
        Files.writeString(folder.resolve("registry/services.yml"), SERVICES);
    }

    private ProgramRun check() {
        return ProgramRun.of("check", "--config", file.toString());
    }

    /** The numbered warnings, without their numbers and without the folder. */
    private List<String> warnings() {
        ProgramRun run = check();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out()
                .lines()
                .filter(line -> line.matches("\\d+\\. .*"))
                .map(line -> line.replaceFirst("\\d+\\. ", "").replace(folder + "/", ""))
                .toList();
    }

    @Test
    void hasNothingToSayOfWhatIsFine() {
        ProgramRun run = check();

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).singleElement().asString().endsWith("in " + folder.resolve("registry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void failsWhereTheGatewayWouldNotStart(String command) throws Exception {
        Files.writeString(file, SETTINGS + "listen: { tls: { certificate: c.pem, key: k.pem } }\n");

        ProgramRun run = ProgramRun.of(command, "--config", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("1. " + file + ":2:31 listen.tls.certificate: c.pem; " + folder.resolve("c.pem")
                        + ": there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void failsWhereCertificatesCannotBeKept(String command) throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("kept"));
        Files.writeString(
                file,
                SETTINGS
                        + "listen: { tls: { acme: { hosts: [a.test], storage: kept/here, directory: \"https://acme.test/dir\" } } }\n");

        ProgramRun run = ProgramRun.of(command, "--config", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("listen.tls.acme.storage: kept/here; no folder that can be written to: " + inTheWay);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttling: { store: mongo, mongo: { uri: not-a-uri } }\n",
                "token-store: { mongo: { uri: not-a-uri, database: tokens } }\n"
            })
    void failsForAConnectionStringThatCannotBeUsed(String settings) throws Exception {
        Files.writeString(file, SETTINGS + settings);

        for (String command : List.of("check", "run")) {
            ProgramRun run = ProgramRun.of(command, "--config", file.toString());

            assertThat(run.code()).as(command).isEqualTo(1);
            assertThat(run.err())
                    .as(command)
                    .contains(".mongo.uri: invalid connection string (expected mongodb://HOST:PORT)")
                    .doesNotContain("not-a-uri");
        }
    }

    @Test
    void looksForEveryFileThatIsNamed() throws Exception {
        Files.writeString(
                file,
                "registry: { file: { path: registry, watch: false }, last-good: gone/last }\nlisten: { address: 127.0.0.1:0 }\n");
        Files.writeString(
                folder.resolve("registry/gateway.yml"),
                "token: { type: jwt, algorithms: [RS256], jwks: file:keys.jwks }\n");
        Files.writeString(
                folder.resolve("registry/tenants.yml"),
                "tenants: { acme: { name: A, token: { type: jwt, algorithms: [RS256], jwks: file:../there.jwks } } }\n");
        Files.writeString(folder.resolve("there.jwks"), "{}");

        assertThat(warnings())
                .containsExactly(
                        "gateway.yml:1:64 registry.last-good: no directory that can be written to: gone; the last good registry"
                                + " cannot be kept",
                        "registry/gateway.yml:1:1 token.jwks: no file that can be read: registry/keys.jwks; tokens cannot be"
                                + " verified until it is there");
    }

    @Test
    void warnsOfTheProcessAndTheRegistryWithPlaces() throws Exception {
        Files.writeString(file, SETTINGS + "trusted-proxies: [192.0.2.9/24]\n");
        Files.writeString(
                folder.resolve("registry/services.yml"),
                "services:\n  orders:\n    versions:\n      \"1\": { hosts: [\"http://127.0.0.1:9001\"] }\n");
        Files.createDirectory(folder.resolve("registry/more"));
        Files.writeString(folder.resolve("registry/tenants.yml"), """
                products: { shop: { packages: { basic: {} } } }
                tenants:
                  acme:
                    name: Acme
                    applications:
                      app: { package: shop/basic, keys: { old: { value: a-key, expires: 2020-01-01T00:00:00Z } } }
                """);

        assertThat(warnings())
                .containsExactly(
                        "gateway.yml:2:19 trusted-proxies[0]: \"192.0.2.9/24\"; it means all of 192.0.2.0/24",
                        "registry/more: a directory; what lies below is not read",
                        "registry/services.yml:4:7 services.orders.versions.1: no requires, and no package or application"
                                + " names the service; it is open to everybody; requires: [] says that this is meant",
                        "registry/tenants.yml:6:43 tenants.acme.applications.app.keys.old.expires: 2020-01-01T00:00:00Z;"
                                + " the key has expired and is refused");
    }

    @Test
    void aServiceThatAPackageNamesRequiresAKeyInTheTableOfRoutes() throws Exception {
        Files.writeString(
                folder.resolve("registry/services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9001\"] } } } }\n"
                        + "products: { shop: { packages: { basic: { acl: { orders: { \"1\": {} } } } } } }\n");

        ProgramRun run = ProgramRun.of("routes", "--config", file.toString());

        assertThat(run.out()).containsPattern("/orders +\\* +orders .* key +");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void tellsTheCauseAndNotWhatFollowsFromIt() throws Exception {
        Files.writeString(folder.resolve("registry/services.yml"), "services:\n  orders:\n   versions: [\n");
        var packages = new StringBuilder("products:\n  shop:\n    packages:\n");
        for (int i = 0; i < 150; i++) {
            packages.append("      p").append(i).append(": { acl: { orders: { \"1\": {} } } }\n");
        }
        Files.writeString(folder.resolve("registry/products.yml"), packages);

        ProgramRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("services.yml:4:1: ");
    }

    @Test
    void theDefaultOfAPlaceholderMayBeAnother() throws Exception {
        Files.writeString(file, SETTINGS + "environment: ${GATEHOUSE_TEST_A:-${GATEHOUSE_TEST_B:-dev-2}}\n");

        assertThat(check().code()).isZero();
    }
}
