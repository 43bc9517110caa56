package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Mutations;
import io.gatehouse.configuration.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedExamplesTest {

    private static final List<String> FILES = List.of("services.yml", "products.yml", "tenants.yml", "gateway.yml");

    @TempDir
    Path directory;

    @Test
    void areAcceptedOrAnsweredWithPlacesAndExpectations() throws IOException {
        int refused = 0;
        for (String name : FILES) {
            copyExamples();
            String good = Files.readString(ExamplesTest.EXAMPLES.resolve(name));
            for (long seed = 1; seed <= 300; seed++) {
                Files.write(directory.resolve(name), new Mutations(seed).damage(good));
                refused += check(name, seed) ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(500, 1150);
    }

    private boolean check(String name, long seed) {
        RegistryText.Result result;
        try {
            result = RegistryText.read(directory);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + " of " + name, e);
        }
        for (Problem problem : result.problems().list()) {
            assertThat(problem.expected())
                    .as("seed %d of %s: %s", seed, name, problem)
                    .isNotBlank();
            assertThat(problem.given())
                    .as("seed %d of %s: %s", seed, name, problem)
                    .isNotBlank();
            assertThat(problem.origin().toString())
                    .as("seed %d of %s: %s", seed, name, problem)
                    .startsWith(directory.toString())
                    .matches(".*:[0-9]+:[0-9]+");
            assertThat(problem.toString())
                    .as("seed %d of %s", seed, name)
                    .doesNotContain("demo-key", "at-least-32-bytes");
        }
        return !result.problems().isEmpty();
    }

    private void copyExamples() throws IOException {
        for (String name : FILES) {
            Files.writeString(directory.resolve(name), Files.readString(ExamplesTest.EXAMPLES.resolve(name)));
        }
    }
}
