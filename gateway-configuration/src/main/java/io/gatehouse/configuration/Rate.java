package io.gatehouse.configuration;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many in which time: {@code 20/s}, {@code 100/m}, {@code 5000/h}. */
@ScalarType(name = "rate", expected = "a rate such as 20/s, 100/m or 5000/h", pattern = "[0-9]+/(s|m|h)")
public record Rate(long count, Duration period) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([smh])");
    private static final Map<String, Duration> PERIODS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    public static Rate parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new MalformedValue("a rate such as 20/s, 100/m or 5000/h");
        }
        Duration period = PERIODS.getOrDefault(matcher.group(2), Duration.ZERO);
        return new Rate(Long.parseLong(matcher.group(1)), period);
    }
}
