package io.gatehouse.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long a response wants its host to be left alone, in each way of saying it. */
class RetryPauseTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                             |                               | 0",
                "3                             |                               | 3",
                "3                             | Tue, 01 Jan 2030 00:10:00 GMT | 3",
                "999999                        |                               | 999999",
                "Tue, 01 Jan 2030 00:00:02 GMT |                               | 2",
                "Mon, 31 Dec 2029 23:59:59 GMT |                               | 0",
                // A host whose clock is ten minutes ahead, or behind, means its own time.
                "Tue, 01 Jan 2030 00:10:02 GMT | Tue, 01 Jan 2030 00:10:00 GMT | 2",
                "Mon, 31 Dec 2029 23:50:03 GMT | Mon, 31 Dec 2029 23:50:00 GMT | 3",
                "Tue, 01 Jan 2030 00:00:02 GMT | yesterday                     | 2",
                "Tuesday, 01-Jan-30 00:00:02 GMT |                             | 2",
                "Tue Jan  1 00:00:02 2030      |                               | 2",
            })
    void isReadInSecondsAndAsADate(String retryAfter, @Nullable String date, long seconds) {
        assertThat(RetryPause.askedFor(retryAfter, date, NOW.toEpochMilli()))
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "soon", "1000000", "''", "Fri Feb 30 2030", "'Wed, 21 Oct 2099 07:28:00 GMT'"})
    void isTooLongWhereItIsOrMakesNoSense(String retryAfter) {
        assertThat(RetryPause.askedFor(retryAfter, null, NOW.toEpochMilli())).isGreaterThan(RetryPause.LONGEST_NANOS);
    }
}
