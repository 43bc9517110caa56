package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksLeadSomewhereTest {

    private static final Path ROOT = Path.of("..");

    static Stream<Path> pages() {
        return Stream.of(
                        Stream.of(
                                Path.of("README.md"),
                                Path.of("CONTRIBUTING.md"),
                                Path.of("CHANGELOG.md"),
                                Path.of("gateway-adapters-throttle/README.md")),
                        Links.pages(ROOT, "docs").stream(),
                        Links.pages(ROOT, "examples").stream())
                .flatMap(pages -> pages);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void toFilesAndHeadingsThatExist(Path page) {
        Links.assertLeadSomewhere(ROOT, page);
    }

    @Test
    void fromTheReadmeToEveryPage() {
        List<String> linked = Stream.of(
                        Links.of(ROOT, Path.of("README.md")).stream(),
                        Links.of(ROOT, Path.of("docs/plugins.md")).stream().map(link -> "docs/" + link),
                        Links.of(ROOT, Path.of("docs/decisions/README.md")).stream()
                                .map(link -> "docs/decisions/" + link))
                .flatMap(links -> links)
                .toList();

        assertThat(linked)
                .containsAll(
                        Links.pages(ROOT, "docs").stream().map(Path::toString).toList());
    }
}
