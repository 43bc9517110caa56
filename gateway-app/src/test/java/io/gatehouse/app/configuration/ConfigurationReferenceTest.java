package io.gatehouse.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.RegistryDocuments.ProductsFile;
import io.gatehouse.compiler.document.RegistryDocuments.ServicesFile;
import io.gatehouse.compiler.document.RegistryDocuments.TenantsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/configuration.md equal what the records say. To write them anew:
 * {@code -Dregenerate -Dtest=ConfigurationReferenceTest}.
 */
class ConfigurationReferenceTest {

    private static final Path FILE = Path.of("../docs/configuration.md");

    @Test
    void holdsEveryKey() throws Exception {
        String written = Files.readString(FILE);
        String generated = replace(written, "process", ReferenceText.of("", GatewayConfiguration.class));
        generated = replace(generated, "services", ReferenceText.of("", ServicesFile.class));
        generated = replace(generated, "products", ReferenceText.of("", ProductsFile.class));
        generated = replace(generated, "tenants", ReferenceText.of("", TenantsFile.class));
        generated = replace(generated, "policy", ReferenceText.of("policy ", PolicyDocument.class));
        if (System.getProperty("regenerate") != null) {
            Files.writeString(FILE, generated);
        }
        assertThat(Files.readString(FILE)).isEqualTo(generated);
    }

    private static String replace(String document, String part, String generated) {
        String from = "<!-- " + part + ": generated from the records -->\n";
        String to = "<!-- end of " + part + " -->";
        int start = document.indexOf(from);
        int end = document.indexOf(to);
        assertThat(start).as("the mark of " + part).isPositive().isLessThan(end);
        return document.substring(0, start + from.length()) + "\n" + generated + "\n" + document.substring(end);
    }
}
