package io.gatehouse.discovery.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "1 1, 1 1",
        "100 7, 100 7",
        "0 0, 1 1",
        "0 10, 1 10",
        "65535 32768 1, 100 50 1",
        "0.5 0.25, 100 50",
        "200 100 0, 100 50 1",
    })
    void keepShares(String given, String wanted) {
        assertThat(Weights.of(Arrays.stream(given.split(" "))
                                .filter(text -> !text.isEmpty())
                                .map(Double::valueOf)
                                .toList())
                        .stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(wanted);
    }
}
