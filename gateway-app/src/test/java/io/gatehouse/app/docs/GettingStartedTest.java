package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GettingStartedTest {

    @TempDir
    private Path folder;

    @Test
    void showsAConfigurationThatIsRight() throws Exception {
        List<String> files = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Pages.text("docs/getting-started.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        Files.writeString(folder.resolve("gateway.yml"), files.get(0));
        Files.createDirectory(folder.resolve("registry"));
        Files.writeString(folder.resolve("registry/services.yml"), files.get(1));

        assertFine(folder.resolve("gateway.yml"));
    }

    @Test
    void thePackageComesWithAConfigurationThatIsRight() {
        assertFine(Path.of("src/assembly/conf/gateway.yml"));
    }

    private static void assertFine(Path file) {
        var reading = Reading.of(new ConfigurationInFile(file, Map.of()), Optional.empty(), new MongoConnections());

        assertThat(reading.problems().isEmpty()).as("%s", reading.problems()).isTrue();
        assertThat(reading.refusals()).isEmpty();
        assertThat(reading.registry()).isNotNull();
    }
}
