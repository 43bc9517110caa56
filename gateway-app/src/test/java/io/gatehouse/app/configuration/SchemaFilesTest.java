package io.gatehouse.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped schemas equal what the records say. To write them anew: {@code -Dregenerate -Dtest=SchemaFilesTest}. */
class SchemaFilesTest {

    private static final Path FOLDER = Path.of("src/main/resources/schema");

    @ParameterizedTest
    @EnumSource
    void areWhatTheRecordsSay(DescribedFile described) throws Exception {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        String generated =
                new ObjectMapper().writer(printer).writeValueAsString(described.schema(BundledAdapters.named())) + "\n";
        Path file = FOLDER.resolve(described + ".schema.json");
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, generated);
        }
        assertThat(file).hasContent(generated);
    }
}
