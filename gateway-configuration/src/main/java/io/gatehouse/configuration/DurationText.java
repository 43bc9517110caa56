package io.gatehouse.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as operators write them: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 20d}. */
public final class DurationText {

    static final String EXPECTED = "a duration such as 500ms, 60s, 5m, 1h or 20d";
    static final String PATTERN = "[0-9]+(ms|s|m|h|d)";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private DurationText() {}

    /**
     * The duration that a text stands for.
     *
     * @throws MalformedValue if it is none, or zero
     */
    public static Duration positive(String text) {
        Duration duration = orZero(text);
        if (duration.isZero()) {
            throw new MalformedValue("a duration above zero");
        }
        return duration;
    }

    static Duration orZero(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue(EXPECTED);
        }
        ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.SECONDS);
        long number = Long.parseLong(matcher.group(1));
        if (number > LONGEST.toMillis() / unit.getDuration().toMillis()) {
            throw new MalformedValue("a duration of at most " + LONGEST.toDays() + "d");
        }
        return Duration.of(number, unit);
    }
}
