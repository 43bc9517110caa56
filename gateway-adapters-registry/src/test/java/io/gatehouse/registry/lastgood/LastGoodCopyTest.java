package io.gatehouse.registry.lastgood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.file.FileRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodCopyTest {

    private static final Path EXAMPLES = Path.of("src/test/resources/examples/registry");

    @TempDir
    private Path folder;

    private Path file;
    private LastGoodCopy copy;
    private RegistryTree tree;

    @BeforeEach
    void read() throws Exception {
        file = folder.resolve("kept");
        RegistrySource source = new FileRegistry(EXAMPLES, Map.of()).source();
        copy = new LastGoodCopy(file, source);
        tree = source.read();
    }

    @Test
    void givesBackEveryPieceWithItsPlace() throws Exception {
        copy.write(tree);
        assertThat(copy.read().parts()).isEqualTo(tree.parts());
        assertThat(copy.read().description()).isEqualTo(EXAMPLES + ", last good copy");
        assertThat(RegistryHash.of(copy.read())).isEqualTo(RegistryHash.of(tree));
    }

    @Test
    void isForTheUserOfTheProcessOnlyAndLeavesNothingBeside() throws Exception {
        copy.write(tree);
        copy.write(tree);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void replacesWhatAKilledWriterHasLeft() throws Exception {
        Files.writeString(folder.resolve("kept.next"), "half");
        copy.write(tree);
        assertThat(copy.read().parts()).isEqualTo(tree.parts());
    }

    @Test
    void isWholeOrNotThere() throws Exception {
        assertThatThrownBy(copy::read).isInstanceOf(RegistryUnavailable.class).hasMessageEndingWith("no such file");
        copy.write(tree);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(copy::read).isInstanceOf(RegistryUnavailable.class);
        }
        for (int at = 0; at < whole.length; at += 61) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(copy::read).isInstanceOf(RegistryUnavailable.class);
        }
    }
}
