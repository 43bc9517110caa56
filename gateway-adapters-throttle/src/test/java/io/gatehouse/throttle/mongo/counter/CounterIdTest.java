package io.gatehouse.throttle.mongo.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CounterIdTest {

    @Test
    void isTheCountersTextWhereThatIsShort() {
        assertThat(CounterId.of(new CounterKey("strict", "acme", null))).isEqualTo("strict|acme|");
        assertThat(CounterId.of(new CounterKey("", "a".repeat(510), null)))
                .hasSize(512)
                .startsWith("|a");
    }

    @Test
    void isADigestWhereItIsLong() {
        String one = CounterId.of(new CounterKey("strict", "ü".repeat(400), null));
        String other = CounterId.of(new CounterKey("strict", "ü".repeat(401), null));

        assertThat(one).startsWith("sha256:").isNotEqualTo(other);
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(CounterId.LONGEST_BYTES);
        assertThat(CounterId.of(new CounterKey("strict", "ü".repeat(400), null)))
                .isEqualTo(one);
    }
}
