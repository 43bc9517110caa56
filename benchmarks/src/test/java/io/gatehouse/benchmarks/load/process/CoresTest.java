package io.gatehouse.benchmarks.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoresTest {

    @TempDir
    Path folder;

    @Test
    void readsRangesAndSingleProcessors() {
        assertThat(Cores.allowed(List.of("Name:\tx", "Cpus_allowed_list:\t0-2,5,8-9")))
                .containsExactly(0, 1, 2, 5, 8, 9);
        assertThat(Cores.allowed(List.of("Cpus_allowed_list:\t3"))).containsExactly(3);
        assertThat(Cores.allowed(List.of())).isEmpty();
    }

    @Test
    void leavesAProxyWhereItIsHeldWhenItsParentIsHeldElsewhere() throws Exception {
        try (var children = new Children(folder)) {
            Cores cores = Cores.apart(children);
            assumeTrue(cores.areApart(), "two processors and taskset");
            String script = "sleep 1000 & echo $!; trap 'kill $!' TERM; wait";
            Child parent = children.start("parent", List.of("sh", "-c", script), Redirect.PIPE);
            long proxy = Long.parseLong(parent.process().inputReader().readLine());

            cores.holdProxy(parent);
            cores.requireProxy(parent);
            cores.holdAlone(parent.process().toHandle());

            assertThat(allowed(proxy))
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(allowed(parent.process().pid()));
            assertThatThrownBy(() -> cores.requireProxy(parent))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("parent is held to processors");

            cores.holdOther(parent);
            assertThat(allowed(proxy)).isEqualTo(allowed(parent.process().pid()));

            cores.release(parent);
            assertThat(allowed(proxy)).hasSize(2);
        }
    }

    private static List<Integer> allowed(long process) throws IOException {
        return Cores.allowed(Files.readAllLines(Path.of("/proc", Long.toString(process), "status")));
    }
}
