package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** So many in each hour, day or month, against a count by the dates of {@link java.time}. */
class CalendarWindowTest {

    @ParameterizedTest
    @EnumSource
    void agreesWithACountByDates(CalendarUnit unit) {
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var limit = new CalendarWindow(1 + random.nextInt(20), unit);
            var used = new HashMap<OffsetDateTime, Long>();
            Usage usage = limit.unused();
            long now = Instant.parse("2023-11-30T00:00:00Z").toEpochMilli() + random.nextInt(86_400_000);
            for (int n = 0; n < 400; n++) {
                now += (long) (random.nextDouble() * random.nextDouble() * unit.longestMillis() / 8);
                long permits = 1L + random.nextInt(3);
                OffsetDateTime begin = begin(unit, now);
                long before = used.getOrDefault(begin, 0L);
                boolean fits = before + permits <= limit.limit();
                long left =
                        begin(unit, begin.toInstant().toEpochMilli() + unit.longestMillis() + unit.longestMillis() / 9)
                                        .toInstant()
                                        .toEpochMilli()
                                - now;

                ConsumeResult result = limit.take(usage, now, permits);

                assertThat(result.decision())
                        .as("%s, seed %d, call %d at %s", limit, seed, n, Instant.ofEpochMilli(now))
                        .isEqualTo(
                                fits
                                        ? QuotaDecision.admitted(limit.limit(), limit.limit() - before - permits, left)
                                        : QuotaDecision.refused(limit.limit(), limit.limit() - before, left, left));
                used.put(begin, fits ? before + permits : before);
                usage = result.usage();
            }
        }
    }

    private static OffsetDateTime begin(CalendarUnit unit, long millis) {
        OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
        return switch (unit) {
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.firstDayOfMonth());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "MONTH, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, 2024-12-31T23:59:59.999Z, 2025-01-01T00:00:00Z",
        "DAY, 2024-02-29T12:00:00Z, 2024-03-01T00:00:00Z",
        "HOUR, 2024-12-31T23:00:00Z, 2025-01-01T00:00:00Z",
    })
    void everythingIsBackWithTheNextOne(CalendarUnit unit, Instant used, Instant next) {
        var limit = new CalendarWindow(5, unit);
        Usage usage = limit.take(limit.unused(), used.toEpochMilli(), 5).usage();

        QuotaDecision refused = limit.take(usage, used.toEpochMilli(), 1).decision();
        assertThat(refused.retryMillis()).isEqualTo(next.toEpochMilli() - used.toEpochMilli());
        assertThat(limit.forgottenAtMillis(usage)).isEqualTo(next.toEpochMilli());
        assertThat(limit.leaseEnd(used.toEpochMilli())).isEqualTo(next.toEpochMilli());
        assertThat(limit.take(usage, next.toEpochMilli() - 1, 1).decision().admits())
                .isFalse();
        assertThat(limit.take(usage, next.toEpochMilli(), 5).decision().admits())
                .isTrue();
    }

    @Test
    void givesNothingAnewWhenTheClockIsSetBack() {
        var limit = new CalendarWindow(5, CalendarUnit.MONTH);
        long march = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
        Usage usage = limit.take(limit.unused(), march, 5).usage();

        QuotaDecision back = limit.take(usage, march - 1, 1).decision();
        assertThat(back.admits()).isFalse();
        assertThat(back.retryMillis()).as("to the first of April").isEqualTo(31 * 86_400_000L + 1);
    }

    @Test
    void processesDivideItAndAddItUp() {
        var limit = new CalendarWindow(90, CalendarUnit.DAY);
        long noon = Instant.parse("2024-02-29T12:00:00Z").toEpochMilli();
        Usage ten = limit.take(limit.unused(), noon, 10).usage();

        assertThat(limit.shareOf(4)).isEqualTo(new CalendarWindow(22, CalendarUnit.DAY));
        assertThat(limit.remaining(limit.share(ten, 4), noon)).isEqualTo(87);
        assertThat(limit.remaining(limit.sum(ten, ten, noon), noon)).isEqualTo(70);
    }
}
