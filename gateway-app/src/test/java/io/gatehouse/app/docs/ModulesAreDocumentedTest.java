package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages name the modules that there are. */
class ModulesAreDocumentedTest {

    private final List<String> modules = Pages.all("<module>(.*)</module>", Pages.text("pom.xml"));

    @Test
    void byTheReadme() {
        String table =
                Pages.all("(?s)## Modules\n(.*?)\n## ", Pages.text("README.md")).get(0);

        assertThat(Pages.all("^\\| `([^`]*)` \\|", table)).isEqualTo(modules);
    }

    @Test
    void byThePageOnContributing() {
        assertThat(Pages.all("`(gateway-[a-z-]+|[a-z-]+-tests)`", Pages.text("CONTRIBUTING.md")))
                .containsAll(modules.stream()
                        .filter(module -> !module.equals("benchmarks") && !module.startsWith("examples/"))
                        .toList());
    }
}
