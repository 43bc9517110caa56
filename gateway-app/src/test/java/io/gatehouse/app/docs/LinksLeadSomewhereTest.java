package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksLeadSomewhereTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/getting-started.md",
                "docs/request-pipeline.md",
                "docs/errors.md",
                "docs/tenancy.md",
                "docs/explain.md",
                "docs/operations.md",
                "docs/registry.md",
                "docs/embedding.md"
            })
    void toFilesAndHeadingsThatExist(String page) {
        String folder = page.contains("/") ? page.substring(0, page.indexOf('/') + 1) : "";
        List<String> links = Pages.all("\\]\\(((?!https?:)[^)]+)\\)", Pages.text(page));

        assertThat(links).isNotEmpty().allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            String target = parts[0].isEmpty() ? page : folder + parts[0];
            assertThat(Pages.exists(target)).as("%s links to %s", page, link).isTrue();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("headings of %s", target).contains(parts[1]);
            }
        });
    }

    private static List<String> anchors(String page) {
        return Pages.all("^#+ (.*)$", Pages.text(page)).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
