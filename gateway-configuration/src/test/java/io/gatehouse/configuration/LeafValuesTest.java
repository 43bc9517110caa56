package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafValuesTest {

    @ParameterizedTest
    @CsvSource({"1,1", "512B,512", "32KB,32768", "10MB,10485760", "1GB,1073741824"})
    void readsSizes(String text, long bytes) {
        assertThat(Size.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5MB", "10 MB", "10mb", "MB", "1TB", "999999999999GB", "١MB"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "60s,PT1M", "5m,PT5M", "1h,PT1H", "20d,PT480H"})
    void readsDurations(String text, Duration duration) {
        assertThat(DurationText.positive(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "60", "1.5s", "60 s", "1w", "s", "99999999999999d", "1h30m"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> DurationText.positive(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void zeroIsADurationWhereItIsAllowed() {
        assertThat(DurationText.orZero("0s")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0%,0.0", "20%,0.2", "0.5%,0.005", "100%,1.0"})
    void readsPercentages(String text, double share) {
        assertThat(Percentage.parse(text).share()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "101%", "-1%", "%", "1e1%", "NaN%"})
    void refusesOtherPercentages(String text) {
        assertThatThrownBy(() -> Percentage.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void aPercentageOfAWholeIsRoundedDown() {
        assertThat(Percentage.parse("50%").of(2001)).isEqualTo(1000);
        assertThat(Percentage.parse("29%").of(100)).isEqualTo(29);
    }

    @ParameterizedTest
    @CsvSource({"20/s,20,PT1S", "100/m,100,PT1M", "5000/h,5000,PT1H"})
    void readsRates(String text, long count, Duration period) {
        assertThat(Rate.parse(text)).isEqualTo(new Rate(count, period));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "0/s", "20/d", "20 / s", "-1/s", "/s"})
    void refusesOtherRates(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void secretsDoNotShow() {
        assertThat(Secret.parse("very-secret")).hasToString("***").isEqualTo(Secret.parse("very-secret"));
        assertThat(Secret.parse("very-secret").reveal()).isEqualTo("very-secret");
    }

    @Test
    void fileNamesAreRelativeToTheFileThatNamesThem() {
        assertThat(FilePath.parse("keys.json", new Origin("conf/gateway.yml", 3, 1))
                        .resolve())
                .hasToString("conf/keys.json");
        assertThat(FilePath.parse("keys.json", Origin.of("GATEWAY_KEYS")).resolve())
                .hasToString("keys.json");
        assertThat(FilePath.parse("/etc/keys.json", new Origin("conf/gateway.yml", 3, 1))
                        .resolve())
                .hasToString("/etc/keys.json");
    }
}
