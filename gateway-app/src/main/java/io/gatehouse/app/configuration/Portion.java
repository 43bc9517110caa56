package io.gatehouse.app.configuration;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.ScalarType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * So many of a whole, or a share of it: {@code 500} or {@code 10%}.
 *
 * @param number how many; 0 if the share says it
 * @param share which part; null if the number says it
 */
@ScalarType(
        name = "number or percentage",
        expected = "a whole number from 1 to 1000000 or a percentage such as 10%",
        pattern = "[0-9]+(\\.[0-9]+)?%?")
public record Portion(int number, @Nullable Percentage share) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}|1000000");

    public static Portion parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return new Portion(Integer.parseInt(text), null);
        }
        if (!text.endsWith("%")) {
            throw new MalformedValue("a whole number from 1 to 1000000 or a percentage such as 10%");
        }
        return new Portion(0, Percentage.parse(text));
    }

    /** How many of so many; at least 1. */
    public int of(int whole) {
        return share == null ? number : (int) Math.max(1, share.of(whole));
    }
}
