package io.gatehouse.configuration;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A share of something, written {@code 50%} or {@code 0.5%}.
 *
 * @param share the share as a number between 0 and 1
 */
@ScalarType(name = "percentage", expected = "a percentage between 0% and 100%", pattern = "[0-9]+(\\.[0-9]+)?%")
public record Percentage(double share) {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");

    public static Percentage parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new MalformedValue("a percentage between 0% and 100%");
        }
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        if (percent > 100) {
            throw new MalformedValue("a percentage between 0% and 100%");
        }
        return new Percentage(percent / 100);
    }

    /** Whether this part of a whole is at least this share. */
    public boolean isReachedBy(long part, long whole) {
        return part + 1e-9 >= whole * share;
    }

    /** For people, such as {@code 0.5 %}. */
    public String text() {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    /** This share of a whole, rounded down. */
    public long of(long whole) {
        return (long) Math.floor(whole * share + 1e-9);
    }
}
