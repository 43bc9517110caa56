package io.gatehouse.configuration;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How many times as much, written {@code 2} or {@code 1.5}.
 *
 * @param value from 1 to 100
 */
@ScalarType(name = "factor", expected = Factor.EXPECTED, pattern = "[0-9]+(\\.[0-9]+)?")
public record Factor(double value) {

    static final String EXPECTED = "a number from 1 to 100 such as 2 or 1.5";

    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");

    public static Factor parse(String text) {
        double value = FORM.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (value < 1 || value > 100) {
            throw new MalformedValue(EXPECTED);
        }
        return new Factor(value);
    }

    /** For people, such as {@code 1.5}. */
    public String text() {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
