package io.gatehouse.benchmarks.load.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void readsRangesAndSingleProcessors() {
        assertThat(Cores.allowed(List.of("Name:\tx", "Cpus_allowed_list:\t0-2,5,8-9")))
                .containsExactly(0, 1, 2, 5, 8, 9);
        assertThat(Cores.allowed(List.of("Cpus_allowed_list:\t3"))).containsExactly(3);
        assertThat(Cores.allowed(List.of())).isEmpty();
    }
}
