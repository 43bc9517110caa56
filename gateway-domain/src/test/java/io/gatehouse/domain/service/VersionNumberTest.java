package io.gatehouse.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

    @ParameterizedTest
    @CsvSource({"1,1", "10,10", "1.2,1.2", "1.0,1", "1.0.0,1", "1.0.3,1.0.3", "0,0"})
    void readsVersions(String text, String shortest) {
        assertThat(VersionNumber.parse(text)).hasToString(shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "1.", ".1", "1..2", "1.2.3.4", "01", "-1", "1x", "1234567890", " 1", "١"})
    void refusesWhatIsNone(String text) {
        assertThat(VersionNumber.orNull(text)).isNull();
    }

    @Test
    void comparesByNumber() {
        VersionNumber nine = new VersionNumber(9, 0, 0);
        VersionNumber ten = new VersionNumber(10, 0, 0);
        assertThat(nine).isLessThan(ten).isLessThan(new VersionNumber(9, 1, 0));
        assertThat(VersionNumber.parse("1.0")).isEqualTo(VersionNumber.parse("1"));
    }
}
