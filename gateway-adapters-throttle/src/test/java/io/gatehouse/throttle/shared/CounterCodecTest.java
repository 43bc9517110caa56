package io.gatehouse.throttle.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.quota.CalendarWindow;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.StoredCounter;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterCodecTest {

    @Test
    void keyIsTheCountersTextWhereThatIsShortAndPlain() {
        assertThat(CounterCodec.key(new CounterKey("strict", "acme", null))).isEqualTo("strict|acme|");
        assertThat(CounterCodec.key(new CounterKey("", "a".repeat(510), null)))
                .hasSize(512)
                .startsWith("|a");
    }

    @Test
    void keyIsADigestWhereTheTextIsLongOrNotPlain() {
        String long510 = CounterCodec.key(new CounterKey("", "a".repeat(511), null));
        String umlaut = CounterCodec.key(new CounterKey("strict", "ü", null));

        assertThat(List.of(
                        long510,
                        umlaut,
                        CounterCodec.key(new CounterKey("strict", "üü", null)),
                        CounterCodec.key(new CounterKey("strict", "\n", null)),
                        CounterCodec.key(new CounterKey("strict", "\0", null)),
                        CounterCodec.key(new CounterKey("strict", "\ud800", null)),
                        CounterCodec.key(new CounterKey("strict", "\ud801", null))))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("sha256:[0-9a-f]{64}"));
        assertThat(CounterCodec.key(new CounterKey("strict", "ü", null))).isEqualTo(umlaut);
    }

    @Test
    void readsBackWhatItWrites() {
        for (RateLimit limit : List.of(
                new FixedWindow(100, 1_000),
                new CalendarWindow(100, CalendarUnit.HOUR),
                new SlidingWindow(100, 1_000),
                TokenBucket.refilled(100, 100, Duration.ofSeconds(1)))) {
            Usage usage = limit.unused();
            for (long now = 1_000_000; now < 1_002_500; now += 70) {
                usage = limit.take(usage, now, 3).usage();
                Usage read = CounterCodec.decode(limit, CounterCodec.encode(usage));
                assertThat(limit.remaining(read, now)).isEqualTo(limit.remaining(usage, now));
                assertThat(CounterCodec.encode(read)).isEqualTo(CounterCodec.encode(usage));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1,2,3,4,5,6,7,8,9,10,11", "99999999999999999999"})
    void reportsWhatIsNoSlidingWindow(String detail) {
        var counter = new StoredCounter(7, 3, detail);

        assertThatThrownBy(() -> CounterCodec.decode(new SlidingWindow(100, 1_000), counter)
                        .hashCode())
                .isInstanceOf(CounterStoreException.class);
    }
}
