package io.gatehouse.benchmarks.load.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void quartilesLieBetweenNumbers() {
        assertThat(Distribution.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Distribution(1, 1.75, 2.5, 3.25, 4));
        assertThat(Distribution.of(List.of(7.0))).isEqualTo(new Distribution(7, 7, 7, 7, 7));
        assertThat(Distribution.of(List.of()).isEmpty()).isTrue();
    }
}
