package io.gatehouse.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.configuration.Mutations;
import io.gatehouse.configuration.Problem;
import io.gatehouse.configuration.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedConfigurationTest {

    @TempDir
    Path directory;

    @Test
    void isAcceptedOrAnsweredWithPlacesAndExpectations() throws IOException {
        String good = Files.readString(Path.of("src/test/resources/examples/gateway.yml"));
        Path file = directory.resolve("gateway.yml");
        int refused = 0;
        for (long seed = 1; seed <= 500; seed++) {
            Files.write(file, new Mutations(seed).damage(good));
            Problems problems = new Problems();
            GatewayConfiguration read = new ConfigurationInFile(file, Map.of()).read(problems);
            assertThat(read == null).as("seed %d: %s", seed, problems).isEqualTo(!problems.isEmpty());
            refused += read == null ? 1 : 0;
            for (Problem problem : problems.list()) {
                assertThat(problem.toString())
                        .as("seed %d", seed)
                        .matches("(?s).*gateway\\.yml:[0-9]+:[0-9]+[ :].+ \\(expected .+\\)");
            }
        }
        assertThat(refused).isBetween(150, 450);
    }
}
