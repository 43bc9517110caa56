package io.gatehouse.benchmarks.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ChildrenTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void stopsWhatStillRunsWhenClosed() throws Exception {
        var children = new Children(folder);
        Child child = children.start("sleeper", List.of("sleep", "1000"), Redirect.DISCARD);
        assertThat(child.alive()).isTrue();

        children.close();

        assertThat(child.alive()).isFalse();
        assertThatThrownBy(() -> children.start("late", List.of("sleep", "1000"), Redirect.DISCARD))
                .isInstanceOf(IOException.class);
    }

    @Test
    void givesTheOutputOfAQuickCommand() throws Exception {
        try (var children = new Children(folder)) {
            assertThat(children.run("echo", List.of("echo", "hello"), LIMIT)).isEqualTo("hello\n");
        }
    }

    @Test
    void tellsTheLastWordsOfACommandThatFailed() {
        try (var children = new Children(folder)) {
            assertThatThrownBy(() -> children.run("bad", List.of("sh", "-c", "echo no such luck >&2; exit 3"), LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad failed")
                    .hasMessageContaining("no such luck");
        }
    }

    @Test
    void doesNotWaitForACommandThatHangs() {
        try (var children = new Children(folder)) {
            assertThatThrownBy(() -> children.run("hang", List.of("sleep", "1000"), Duration.ofMillis(100)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("took longer");
        }
    }
}
