package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code explain} and {@code check} say of client certificates, of hosts by HTTP/2, and of how hosts are secured. */
class ExplainSecuredTest {

    private static final String REGISTRY = """
            services:
              sealed:
                versions: { "1": { hosts: ["h2://127.0.0.1:9001"], requires: [certificate] } }
              orders:
                upstream-tls: mesh
                versions: { "1": { hosts: ["https://127.0.0.1:9002"], requires: [key] } }
              greeter:
                versions: { "1": { hosts: ["h2c://127.0.0.1:9003"], requires: [] } }
            products:
              shop: { packages: { basic: { acl: { orders: { "1": {} } } } } }
            tenants:
              acme:
                name: Acme
                applications:
                  app:
                    package: shop/basic
                    keys:
                      batch: { value: batch-key, certificates: { subjects: ["CN=batch,O=Acme"] } }
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("gateway.yml"), """
                registry: { file: { path: registry.yml, watch: false } }
                upstream-tls: [{ name: mesh, server-name: mesh.internal }]
                """);
        Files.writeString(folder.resolve("registry.yml"), REGISTRY);
    }

    private ProgramRun explain(String... arguments) {
        var all = new ArrayList<>(List.of("explain", "--config", file.toString()));
        all.addAll(List.of(arguments));
        return ProgramRun.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /sealed                | -                | refused   | a client certificate is required
            /sealed                | CN=anybody       | forwarded | h2://127.0.0.1:9001
            /orders?key=batch-key  | -                | refused   | certificate-not-allowed
            /orders?key=batch-key  | CN=other         | refused   | certificate-not-allowed
            /orders?key=batch-key  | cn=batch, o=Acme | forwarded | https://127.0.0.1:9002, by upstream-tls mesh
            /greeter/hello         | -                | forwarded | h2c://127.0.0.1:9003
            """)
    void explainsRequests(String path, String certificate, String outcome, String said) {
        ProgramRun run =
                certificate == null ? explain("GET", path) : explain("--certificate", certificate, "GET", path);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(outcome.equals("forwarded") ? 0 : 1);
        assertThat(run.out()).contains("\n" + outcome).containsIgnoringCase(said);
    }

    @Test
    void namesTheLineThatAsksForACertificate() {
        assertThat(explain("GET", "/sealed").out().replace(folder + "/", ""))
                .containsPattern("CheckCertificate +refused .*registry.yml:3:\\d+");
        assertThat(explain("GET", "/orders?key=batch-key").out().replace(folder + "/", ""))
                .containsPattern("refused .*registry.yml:1\\d:\\d+");
    }

    @Test
    void checkKnowsWaysOfSecuringHosts() throws Exception {
        assertThat(ProgramRun.of("check", "--config", file.toString()).code()).isZero();
        Files.writeString(folder.resolve("registry.yml"), REGISTRY.replace("upstream-tls: mesh", "upstream-tls: mash"));

        ProgramRun run = ProgramRun.of("check", "--config", file.toString());
        assertThat(run.code()).isNotZero();
        assertThat(run.out() + run.err())
                .contains("services.orders.upstream-tls", "mash", "one of mesh", "registry.yml:");
    }
}
