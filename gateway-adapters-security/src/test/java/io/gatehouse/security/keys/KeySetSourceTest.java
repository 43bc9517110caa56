package io.gatehouse.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetSourceTest {

    @TempDir
    private Path directory;

    @Test
    void readsWhatIsInTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), "{}");

        assertThat(KeySetSource.in(file).read().get()).asString().isEqualTo("{}");
    }

    @Test
    void refusesAPipeThatNobodyWritesInstead() throws Exception {
        Path pipe = directory.resolve("keys.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        CompletableFuture<byte[]> read =
                CompletableFuture.supplyAsync(() -> KeySetSource.in(pipe).read().join());
        assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("keys.json is not a regular file");
    }

    @Test
    void saysOfADirectoryWhatItIs() {
        assertThatThrownBy(() -> KeySetSource.in(directory).read().get()).hasMessageContaining("is not a regular file");
    }
}
