package io.gatehouse.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.RegistryDocuments.ProductsFile;
import io.gatehouse.compiler.document.RegistryDocuments.ServicesFile;
import io.gatehouse.compiler.document.RegistryDocuments.TenantsFile;
import io.gatehouse.configuration.JsonSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped schemas equal what the records say. To write them anew: {@code -Dregenerate -Dtest=SchemaFilesTest}. */
class SchemaFilesTest {

    private static final Path FOLDER = Path.of("src/main/resources/schema");
    private static final Map<String, Class<? extends Record>> TYPES = Map.of(
            "gateway", GatewayConfiguration.class,
            "services", ServicesFile.class,
            "products", ProductsFile.class,
            "tenants", TenantsFile.class,
            "policy", PolicyDocument.class);

    @ParameterizedTest
    @CsvSource({
        "gateway,Gatehouse: the configuration of the process (gateway.yml)",
        "services,Gatehouse: services (registry/services.yml)",
        "products,Gatehouse: products (registry/products.yml)",
        "tenants,Gatehouse: tenants (registry/tenants.yml)",
        "policy,Gatehouse: the policy of the gateway (registry/gateway.yml)"
    })
    void areWhatTheRecordsSay(String name, String title) throws Exception {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        String generated = new ObjectMapper()
                        .writer(printer)
                        .writeValueAsString(
                                JsonSchema.of(TYPES.get(name), title, ReferenceText.extensions(TYPES.get(name))))
                + "\n";
        Path file = FOLDER.resolve(name + ".schema.json");
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, generated);
        }
        assertThat(file).hasContent(generated);
    }
}
