package io.gatehouse.compiler.document;

import io.gatehouse.configuration.DurationText;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long the window of a limit is; one of both.
 *
 * @param duration a length
 * @param unit an hour, day or month of the calendar
 */
@ScalarType(name = "window", expected = WindowLength.EXPECTED, pattern = "[0-9]+(ms|s|m|h|d)|hour|day|month")
public record WindowLength(
        @Nullable Duration duration, @Nullable CalendarUnit unit) {

    static final String EXPECTED = "a duration such as 500ms, 60s, 5m, 1h or 20d, or hour, day or month";

    public static WindowLength parse(String text) {
        CalendarUnit unit = Arrays.stream(CalendarUnit.values())
                .filter(candidate -> candidate.word().equals(text))
                .findFirst()
                .orElse(null);
        if (unit == null && !text.isEmpty() && !Character.isDigit(text.charAt(0))) {
            throw new MalformedValue(EXPECTED);
        }
        return unit == null ? new WindowLength(DurationText.positive(text), null) : new WindowLength(null, unit);
    }
}
