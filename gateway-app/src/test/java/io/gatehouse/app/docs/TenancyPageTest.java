package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example works: its files are good, and explain says what the page shows. */
class TenancyPageTest {

    private final String page = Pages.text("docs/tenancy.md");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheFiles() throws Exception {
        ConsoleExample.writeFiles(page, folder);
    }

    @Test
    void explainSaysWhatThePageShows() {
        List<ConsoleExample> examples = ConsoleExample.of(page);

        assertThat(examples).hasSizeGreaterThanOrEqualTo(4).allSatisfy(example -> {
            ProgramRun run = example.run(folder);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualToNormalizingNewlines(example.output());
            assertThat(run.code()).isEqualTo(example.output().contains("\nrefused by ") ? 1 : 0);
        });
    }

    @Test
    void theFilesAreFine() {
        ProgramRun run =
                ProgramRun.of("check", "--config", folder.resolve("gateway.yml").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }
}
