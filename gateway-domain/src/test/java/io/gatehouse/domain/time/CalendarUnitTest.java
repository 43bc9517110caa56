package io.gatehouse.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hours, days and months against those of {@link java.time}. */
class CalendarUnitTest {

    private static final YearMonth FIRST = YearMonth.of(1970, 1);

    /** The last millisecond before it, the first of it and the last of it, for every one to the year 2800. */
    @Test
    void knowsEveryMonth() {
        for (long month = 0; month < 830 * 12; month++) {
            long begin = millis(FIRST.plusMonths(month).atDay(1));
            long end = millis(FIRST.plusMonths(month + 1).atDay(1));
            assertThat(CalendarUnit.MONTH.begin(month)).isEqualTo(begin);
            assertThat(CalendarUnit.MONTH.at(begin)).isEqualTo(month);
            assertThat(CalendarUnit.MONTH.at(end - 1)).isEqualTo(month);
            assertThat(CalendarUnit.MONTH.at(begin - 1)).isEqualTo(month - 1);
            assertThat(end - begin).isLessThanOrEqualTo(CalendarUnit.MONTH.longestMillis());
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheLibraryAtAnyTime(CalendarUnit unit) {
        var random = new Random(7);
        for (int n = 0; n < 20_000; n++) {
            long millis = (long) (random.nextDouble() * millis(LocalDate.of(2600, 1, 1)));
            OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
            OffsetDateTime begin = switch (unit) {
                case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
                case DAY -> time.truncatedTo(ChronoUnit.DAYS);
                case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            };
            OffsetDateTime end = switch (unit) {
                case HOUR -> begin.plusHours(1);
                case DAY -> begin.plusDays(1);
                case MONTH -> begin.plusMonths(1);
            };
            assertThat(unit.begin(unit.at(millis))).as("%s", time).isEqualTo(millis(begin));
            assertThat(unit.begin(unit.at(millis) + 1)).as("%s", time).isEqualTo(millis(end));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MONTH, 2024-02-29T23:59:59.999Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, 2100-02-28T23:59:59.999Z, 2100-02-01T00:00:00Z, 2100-03-01T00:00:00Z",
        "MONTH, 2025-12-31T00:00:00Z,     2025-12-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "DAY,   2024-02-29T00:00:00Z,     2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "HOUR,  2025-03-30T01:30:00Z,     2025-03-30T01:00:00Z, 2025-03-30T02:00:00Z",
    })
    void beginsAndEnds(CalendarUnit unit, Instant time, Instant begin, Instant end) {
        long number = unit.at(time.toEpochMilli());

        assertThat(Instant.ofEpochMilli(unit.begin(number))).isEqualTo(begin);
        assertThat(Instant.ofEpochMilli(unit.begin(number + 1))).isEqualTo(end);
    }

    private static long millis(LocalDate date) {
        return millis(date.atStartOfDay().atOffset(ZoneOffset.UTC));
    }

    private static long millis(OffsetDateTime time) {
        return time.toInstant().toEpochMilli();
    }
}
