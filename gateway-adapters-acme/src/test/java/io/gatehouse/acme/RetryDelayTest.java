package io.gatehouse.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.5, 10000",
        "1, 0, 7500",
        "1, 1, 12500",
        "2, 0.5, 20000",
        "5, 0.5, 160000",
        "6, 0.5, 300000",
        "500000, 0.5, 300000",
        "500000, 1, 375000"
    })
    void doublesUpToItsMost(int failures, double chance, long millis) {
        assertThat(new RetryDelay(Duration.ofSeconds(10), Duration.ofMinutes(5)).after(failures, chance))
                .isEqualTo(Duration.ofMillis(millis));
    }
}
