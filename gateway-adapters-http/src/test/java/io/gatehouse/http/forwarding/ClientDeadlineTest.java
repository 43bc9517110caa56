package io.gatehouse.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientDeadlineTest {

    @ParameterizedTest
    @CsvSource({
        "250,       250000000",
        "0,         0",
        "99999999,  99999999000000",
        "1H,        3600000000000",
        "2M,        120000000000",
        "3S,        3000000000",
        "250m,      250000000",
        "40u,       40000",
        "7n,        7",
        "100000000, -1",
        "100000000m, -1",
        "'',        -1",
        "S,         -1",
        "-5,        -1",
        "+5,        -1",
        "1.5S,      -1",
        "10s,       -1",
        "' 10',     -1",
        "١٢,        -1",
    })
    void readsDigitsWithAUnitOrNot(String text, long nanos) {
        assertThat(ClientDeadline.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "250999999, false, 250",
        "250999999, true,  250m",
        "-5,        false, 0",
        "9000000000000000000, true, 99999999m",
    })
    void writesWholeMilliseconds(long nanos, boolean unit, String text) {
        assertThat(ClientDeadline.text(nanos, unit)).isEqualTo(text);
    }
}
