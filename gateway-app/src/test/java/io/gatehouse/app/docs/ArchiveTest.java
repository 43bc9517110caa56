package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The files of the archive as its descriptor lists them; the libraries come later, when it is packed. */
class ArchiveTest {

    @TempDir
    private Path archive;

    @BeforeEach
    void layOut() throws Exception {
        NodeList sets = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("src/assembly/distribution.xml").toFile())
                .getElementsByTagName("fileSet");
        for (int i = 0; i < sets.getLength(); i++) {
            copy((Element) sets.item(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LICENSE",
                "README.md",
                "CHANGELOG.md",
                "bin/gatehouse",
                "conf/gateway.yml",
                "docs/getting-started.md",
                "docs/decisions/README.md",
                "docs/stages/FindKey.md",
                "docs/ports/QuotaLedger.md",
                "examples/registry/tenants.yml",
                "examples/plugins/file-ledger/pom.xml",
                "examples/plugins/traffic-batches/src/main/java/io/example/traffic/TrafficBatches.java",
                "schema/gateway.schema.json",
                "schema/policy.schema.json"
            })
    void holds(String file) {
        assertThat(archive.resolve(file)).isRegularFile();
    }

    @Test
    void holdsNothingThatWasBuiltOfTheExamples() {
        assertThat(archive.resolve("examples/plugins/file-ledger")).isDirectoryNotContaining("glob:**/target");
    }

    @Test
    void itsLinksLeadSomewhere() {
        List<Path> pages = Links.pages(archive, ".");

        assertThat(pages).hasSizeGreaterThan(40).allSatisfy(page -> Links.assertLeadSomewhere(archive, page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf/gateway.yml", "examples/gateway.yml"})
    void itsConfigurationsAreRightAndAllInEffect(String file) {
        ProgramRun run = ProgramRun.of("check", archive.resolve(file).toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).as("nothing but that it is fine").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf/gateway.yml", "conf/registry/services.yml"})
    void itsConfigurationNamesItsSchemas(String file) throws Exception {
        List<String> schemas =
                Pages.all("^# yaml-language-server: \\$schema=(.*)$", Files.readString(archive.resolve(file)));

        assertThat(schemas)
                .singleElement()
                .satisfies(schema ->
                        assertThat(archive.resolve(file).resolveSibling(schema)).exists());
    }

    private void copy(Element set) throws IOException {
        Path directory = Path.of(text(set, "directory").get(0));
        Path output = archive.resolve(text(set, "outputDirectory").get(0));
        List<PathMatcher> includes = matchers(set, "include");
        List<PathMatcher> excludes = matchers(set, "exclude");
        List<Path> starts = includes.isEmpty()
                ? List.of(directory)
                : text(set, "include").stream()
                        .map(pattern -> directory.resolve(pattern.replace("/**", "")))
                        .toList();
        for (Path start : starts) {
            try (Stream<Path> files = Files.walk(start)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path name = directory.relativize(file);
                    if ((includes.isEmpty() || includes.stream().anyMatch(include -> include.matches(name)))
                            && excludes.stream().noneMatch(exclude -> exclude.matches(name))) {
                        Files.createDirectories(output.resolve(name).getParent());
                        Files.copy(file, output.resolve(name));
                    }
                }
            }
        }
    }

    private static List<PathMatcher> matchers(Element set, String tag) {
        return text(set, tag).stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
    }

    private static List<String> text(Element element, String tag) {
        var texts = new ArrayList<String>();
        NodeList found = element.getElementsByTagName(tag);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
