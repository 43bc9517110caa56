package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.EmulatedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between files and a database that speaks MongoDB's protocol over TCP; an emulator, not MongoDB. */
class RegistryCommandTest {

    private static final String SERVICES = """
            services:
              orders:
                versions:
                  "1.10": { hosts: ["http://127.0.0.1:9001"], requires: [key] }
            """;
    private static final String PRODUCTS = """
            products:
              shop: { packages: { basic: { acl: { orders: { "1.10": { get: { "/a.b/:id": {} } } } } } } }
            """;
    private static final String TENANTS = """
            tenants:
              acme:
                name: "${NAME:-yes: no # 'quoted' \\u00e9}"
                applications: { web: { package: shop/basic, keys: { main: { value: a-key } } } }
            """;

    @TempDir
    private Path folder;

    private EmulatedStore store;
    private String config;

    @BeforeEach
    void start() throws IOException {
        store = new EmulatedStore();
        String uri = store.uri();
        Files.createDirectories(folder.resolve("registry"));
        write("services.yml", SERVICES);
        write("products.yml", PRODUCTS);
        write("tenants.yml", TENANTS);
        write("gateway.yml", "ip-ban: [203.0.113.7]\ncors: null\n");
        config = Files.writeString(
                        folder.resolve("gateway.yml"),
                        "registry: { source: mongo, mongo: { uri: \"" + uri + "\", database: gate } }\n")
                .toString();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve("registry").resolve(file), text);
    }

    private ProgramRun run(String... arguments) {
        List<String> all =
                Stream.concat(Stream.of("registry"), Stream.of(arguments)).toList();
        return ProgramRun.of(
                Stream.concat(all.stream(), Stream.of("-c", config)).toArray(String[]::new));
    }

    @Test
    void importsWhatIsNewAndTellsIt() {
        ProgramRun dry = run("import", "--dry-run");
        assertThat(dry.err()).isEmpty();
        assertThat(dry.code()).isZero();
        assertThat(dry.out().lines())
                .containsExactly(
                        "+ services/orders",
                        "+ products/shop",
                        "+ tenants/acme",
                        "+ policy/ip-ban",
                        "+ policy/cors",
                        "5 documents would be written; this was a dry run");
        assertThat(run("import").out()).endsWith("5 documents written\n");
        assertThat(run("import").out()).isEqualTo("nothing to do\n");
        ProgramRun check = ProgramRun.of("check", "-c", config);
        assertThat(check.err()).isEmpty();
        assertThat(check.out()).contains("1 service, 1 version", "1 tenant in mongodb gate");
    }

    @Test
    void deletesOnlyWhenToldTo() throws IOException {
        run("import");
        write("gateway.yml", "cors: null\n");

        assertThat(run("import").out().lines())
                .containsExactly("  policy/ip-ban is not in the files and stays (--prune removes it)", "nothing to do");
        assertThat(run("diff").out()).isEqualTo("- policy/ip-ban\n");
        assertThat(run("diff").code()).isEqualTo(1);
        assertThat(run("import", "--prune").out()).isEqualTo("- policy/ip-ban\n1 document written\n");
        assertThat(run("diff").code()).isZero();
    }

    @Test
    void exportsWhatReadsBackAsTheSame() throws IOException {
        run("import");
        Path target = folder.resolve("out").resolve("registry");

        ProgramRun export = run("export", "--to", target.toString());

        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.out().lines()).hasSize(4);
        ProgramRun same = run("diff", "--from", target.toString());
        assertThat(same.out()).isEmpty();
        assertThat(same.code()).isZero();
        assertThat(Files.readString(target.resolve("tenants.yml"))).contains("${NAME:-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("tenants.yml"))))
                .isEqualTo("rw-------");
        assertThat(run("export", "--to", target.toString()).err()).contains("is not empty");
    }

    @Test
    void refusesFilesThatNoGatewayWouldServe() throws IOException {
        write("products.yml", "products: { shop: { packages: 7 } }\n");

        ProgramRun refused = run("import");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("nothing was imported", "products.yml:1:");
        assertThat(run("export", "--to", folder.resolve("out").toString()).err())
                .contains("holds no registry");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusesNamesOfFilesThatWouldStandBesideNothing() throws IOException {
        Files.writeString(folder.resolve("registry").resolve("secret.txt"), "s".repeat(40));
        write(
                "tenants.yml",
                TENANTS.replace(
                        "  acme:\n",
                        "  acme:\n    token: { type: jwt, algorithms: [HS256], secret: \"${file:secret.txt}\" }\n"));

        ProgramRun refused = run("import");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("tenants.yml:3:", "tenants.acme.token.secret", "absolute name");
    }

    @Test
    void tellsOfADatabaseThatIsAwayOrNotNamed() throws IOException {
        Files.writeString(
                folder.resolve("gateway.yml"),
                "registry: { source: mongo, mongo: { uri: \"not one:secret@\", database: gate } }\n");
        assertThat(run("import").err()).contains("registry.mongo.uri").doesNotContain("secret");
        assertThat(ProgramRun.of("check", "-c", config).err())
                .contains("registry.mongo.uri")
                .doesNotContain("secret");
        Files.writeString(folder.resolve("gateway.yml"), "registry: { file: { path: registry } }\n");
        assertThat(run("diff").err()).contains("registry.mongo names no database");
    }
}
