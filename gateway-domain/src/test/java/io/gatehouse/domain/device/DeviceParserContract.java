package io.gatehouse.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DeviceParser} must do; an adapter's test extends this and says what it knows. */
public abstract class DeviceParserContract {

    /** The parser to be tested, always the same within a test. */
    protected abstract DeviceParser parser();

    /** Some user agents and what they are; at least one. */
    protected abstract Map<String, Device> known();

    @Test
    void readsWhatItKnows() {
        assertThat(known()).isNotEmpty();
        known().forEach((userAgent, device) ->
                assertThat(parser().parse(userAgent)).as(userAgent).isEqualTo(device));
    }

    @Test
    void neverSaysSomethingElseAtOnceThanAfterThinking() {
        known().forEach((userAgent, device) -> {
            Device early = parser().parseAtOnce(userAgent);
            assertThat(early == null || early.equals(device)).as(userAgent).isTrue();
            parser().parse(userAgent);
            Device later = parser().parseAtOnce(userAgent);
            assertThat(later == null || later.equals(device)).as(userAgent).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "nonsense/x", "Mozilla/5.0 ((((((((", "%s%n", "\uD83D\uDE00"})
    void readsAnythingWithoutThrowing(String userAgent) {
        Device device = parser().parse(userAgent);
        assertThat(device).isNotNull();
        assertThat(device.family()).isNotNull();
        assertThat(device.version().major()).isNotNull();
        assertThat(device.os()).isNotNull();
    }

    @Test
    void readsWhatIsVeryLong() {
        assertThat(parser().parse("Mozilla/5.0 " + "(".repeat(100_000))).isNotNull();
        assertThat(parser().parse("a".repeat(100_000))).isNotNull();
    }
}
