package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The links of pages to each other. */
final class Links {

    private Links() {}

    /** The pages of this folder and those below it, as paths relative to the root. */
    static List<Path> pages(Path root, String folder) {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The relative links of a page, without those to places within it. */
    static List<String> of(Path root, Path page) {
        return Pages.all("\\]\\(((?!https?:)[^)\\s]+)\\)", text(root.resolve(page)));
    }

    /** Every one of them leads to a file, and to a heading of it if it names one. */
    static void assertLeadSomewhere(Path root, Path page) {
        assertThat(of(root, page)).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path file = root.resolve(page);
            Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
            assertThat(target).as("%s links to %s", page, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("headings of %s", target).contains(parts[1]);
            }
        });
    }

    private static List<String> anchors(Path page) {
        return Pages.all("^#+ (.*)$", text(page)).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
