package io.gatehouse.domain.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.configuration.MalformedValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRangeTest {

    @ParameterizedTest
    @CsvSource({"204, 203, 204, 205", "200-299, 199, 250, 300", "404-404, 403, 404, 405"})
    void isAStatusOrARange(String text, int below, int within, int above) {
        StatusRange range = StatusRange.parse(text);

        assertThat(range.contains(within)).isTrue();
        assertThat(range.contains(below) || range.contains(above)).isFalse();
        assertThat(StatusRange.parse(range.toString())).isEqualTo(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2xx", "199", "600", "299-200", "200-", "-299", "200 - 299", "200-600", "0200"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> StatusRange.parse(text)).isInstanceOf(MalformedValue.class);
    }
}
