package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index of the decisions has their headings. To write it anew: {@code -Dregenerate -Dtest=DecisionsAreListedTest}. */
class DecisionsAreListedTest {

    private static final Path ROOT = Path.of("..");
    private static final Path INDEX = ROOT.resolve("docs/decisions/README.md");

    @Test
    void byNumber() throws Exception {
        List<String> wanted = Links.pages(ROOT, "docs/decisions").stream()
                .filter(page -> !page.endsWith("README.md"))
                .map(DecisionsAreListedTest::line)
                .toList();
        String written = Files.readString(INDEX);
        if (System.getProperty("regenerate") != null) {
            written = written.substring(0, written.indexOf("- [")) + String.join("\n", wanted) + "\n";
            Files.writeString(INDEX, written);
        }
        assertThat(Pages.all("^(- .*)$", written)).isEqualTo(wanted);
    }

    private static String line(Path page) {
        String heading = Pages.all("^# (.*)$", Pages.text(page.toString())).get(0);
        return "- [" + heading + "](" + page.getFileName() + ")";
    }
}
