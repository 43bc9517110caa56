package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page on errors is the catalogue: nothing more, nothing less, nothing else. */
class ErrorsAreDocumentedTest {

    private final String page = Pages.text("docs/errors.md");

    @Test
    void inATableThatSaysWhatTheCatalogueSays() {
        List<String> rows = Arrays.stream(Rejection.values())
                .map(ErrorsAreDocumentedTest::row)
                .toList();

        assertThat(Pages.all("^(\\| \\[.*)$", page)).isEqualTo(rows);
    }

    @Test
    void withASectionForEach() {
        List<String> codes =
                Arrays.stream(Rejection.values()).map(Rejection::code).toList();

        assertThat(Pages.all("^### (.*)$", page)).isEqualTo(codes);
    }

    @Test
    void underTheAnchorsThatTheCatalogueNames() {
        assertThat(Rejection.values())
                .allSatisfy(
                        rejection -> assertThat(rejection.documentation()).isEqualTo("errors.md#" + rejection.code()));
    }

    private static String row(Rejection rejection) {
        return String.format(
                Locale.ROOT,
                "| [%1$s](#%1$s) | %2$d | %3$d | %4$s | %5$s |",
                rejection.code(),
                rejection.number(),
                rejection.status(),
                rejection.fault().name().toLowerCase(Locale.ROOT),
                rejection.safeMessage());
    }
}
