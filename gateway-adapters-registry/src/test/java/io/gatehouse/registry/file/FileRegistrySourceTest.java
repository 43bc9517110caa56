package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistrySourceTest {

    @TempDir
    Path directory;

    private RegistryTree read(Path path) throws RegistryUnavailable {
        return new FileRegistry(path, Map.of("HOST", "h")).source().read();
    }

    private static List<String> keys(RegistryTree tree) {
        return tree.parts().stream()
                .flatMap(part -> part.entries().stream())
                .map(Node.Entry::key)
                .toList();
    }

    @Test
    void readsTheFilesOfADirectoryInTheOrderOfTheirNames() throws Exception {
        Files.writeString(directory.resolve("b.yaml"), "b: 1\n");
        Files.writeString(directory.resolve("a.yml"), "a: 1\n");
        Files.writeString(directory.resolve("c.json"), "{\"c\": 1}");
        Files.writeString(directory.resolve(".hidden.yml"), "d: 1\n");
        Files.writeString(directory.resolve("notes.txt"), "e: 1\n");
        Files.writeString(directory.resolve("a.yml~"), "f: 1\n");
        Files.createDirectory(directory.resolve("g.yml"));
        assertThat(keys(read(directory))).containsExactly("a", "b", "c");
    }

    @Test
    void readsOneFile() throws Exception {
        Path file = Files.writeString(directory.resolve("all.yml"), "services: {}\nip-ban: []\n");
        assertThat(keys(read(file))).containsExactly("services", "ip-ban");
    }

    @Test
    void followsLinksAsKubernetesMakesThem() throws Exception {
        Path data = Files.createDirectory(directory.resolve("..data"));
        Files.writeString(data.resolve("a.yml"), "a: 1\n");
        Files.createSymbolicLink(directory.resolve("a.yml"), Path.of("..data", "a.yml"));
        assertThat(keys(read(directory))).containsExactly("a");
    }

    @Test
    void tellsProblemsOfEveryFileAndKeepsTheOthers() throws Exception {
        Files.writeString(directory.resolve("a.yml"), "a: [\n");
        Files.writeString(directory.resolve("b.yml"), "b: 1\n");
        Files.writeString(directory.resolve("c.yml"), "");
        Files.createSymbolicLink(directory.resolve("d.yml"), Path.of("nowhere"));
        RegistryTree tree = read(directory);
        assertThat(keys(tree)).containsExactly("b");
        assertThat(tree.problems())
                .extracting(problem -> problem.origin().source())
                .containsExactly(directory + "/a.yml", directory + "/c.yml", directory + "/d.yml");
    }

    @Test
    void marksEveryChange() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yml"), "a: 1\n");
        RegistrySource source = new FileRegistry(directory, Map.of()).source();
        String first = source.read().mark();
        assertThat(source.mark()).isEqualTo(first);
        Files.writeString(directory.resolve(".a.yml.swp"), "a: 2\n");
        assertThat(source.mark()).as("files of editors").isEqualTo(first);

        var seen = new LinkedHashSet<>(List.of(first));
        Files.writeString(file, "a: 11\n");
        assertThat(seen.add(source.mark())).as("written in place").isTrue();
        Path other = Files.writeString(directory.resolve("other"), "a: 22\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(seen.add(source.mark()))
                .as("replaced by one of the same size and time")
                .isTrue();
        Files.writeString(directory.resolve("b.yml"), "b: 1\n");
        assertThat(seen.add(source.mark())).as("a file more").isTrue();
        Files.delete(directory.resolve("b.yml"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(seen.add(source.mark())).as("a permission").isTrue();
    }

    @Test
    void isUnavailableWhereThereIsNothing() {
        assertThatThrownBy(() -> read(directory.resolve("none")))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageEndingWith("none: no such file or directory");
        assertThatThrownBy(() -> read(directory))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageEndingWith("no .yml, .yaml or .json file in this directory");
    }

    @Test
    void tellsWhatLiesThereAndIsNotRead() throws Exception {
        Files.writeString(directory.resolve("a.yml"), "a: ${file:named.txt}\nb: file:keys/jwks.json\n");
        Files.writeString(directory.resolve("named.txt"), "x\n");
        Files.createDirectory(directory.resolve("keys"));
        Files.createDirectory(directory.resolve("more"));
        Files.writeString(directory.resolve("b.yml.disabled"), "b: 1\n");
        for (String usual : List.of("a.yml~", "a.yml.bak", ".a.yml.swp", "#a.yml#", ".git")) {
            Files.writeString(directory.resolve(usual), "x\n");
        }

        assertThat(read(directory).notices())
                .extracting(Object::toString)
                .containsExactly(
                        directory.resolve("b.yml.disabled")
                                + ": a file whose name does not end in .yml, .yaml or .json; it is not read",
                        directory.resolve("more") + ": a directory; what lies below is not read");
    }
}
