package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages name the stages that there are, in the order in which they are asked. */
class StagesAreDocumentedTest {

    private final List<String> stages =
            StageNames.classes().stream().map(Class::getSimpleName).toList();

    @Test
    void byTheReadme() {
        assertThat(Pages.all("^\\d+\\. `(\\w+)` ", Pages.text("README.md"))).isEqualTo(stages);
    }

    @Test
    void byThePageOnThePipeline() {
        assertThat(Pages.all("^## \\d+\\. (\\w+)$", Pages.text("docs/request-pipeline.md")))
                .isEqualTo(stages);
    }
}
