package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeRegistryTest {

    private static final int TENANTS = 10_000;
    private static final int KEYS = 10;

    @TempDir
    Path directory;

    @Test
    void tenThousandTenantsWithAHundredThousandKeysAreReadInSeconds() throws Exception {
        write();
        RegistryTree tree = new FileRegistry(directory, Map.of()).source().read();
        long start = System.nanoTime();
        Problems problems = new Problems();
        RegistryDocuments documents = RegistryDocumentReader.read(tree, problems);
        long bound = System.nanoTime();
        assertThat(problems).hasToString("");
        assertThat(documents.tenants()).hasSize(TENANTS);
        assertThat(Duration.ofNanos(bound - start)).isLessThan(Duration.ofSeconds(60));
    }

    private void write() throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("tenants.yml"))) {
            out.write("products: { shop: { packages: { basic: {} } } }\ntenants:\n");
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                out.write("  t" + tenant + ":\n    name: Tenant " + tenant + "\n    applications:\n      app:\n");
                out.write("        package: shop/basic\n        keys:\n");
                for (int key = 0; key < KEYS; key++) {
                    out.write("          k" + key + ": { value: key-" + tenant + "-" + key
                            + ", environment: dev, expires: 2030-01-01T00:00:00Z }\n");
                }
            }
        }
    }
}
