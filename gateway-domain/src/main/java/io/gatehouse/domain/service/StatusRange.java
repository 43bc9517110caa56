package io.gatehouse.domain.service;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A status of a response, or a range of them: {@code 204}, {@code 200-299}.
 *
 * @param first the lowest, 200 at least
 * @param last the highest, 599 at most
 */
@ScalarType(name = "status range", expected = StatusRange.EXPECTED, pattern = "[2-5][0-9]{2}(-[2-5][0-9]{2})?")
public record StatusRange(int first, int last) {

    static final String EXPECTED = "a status or a range of them from 200 to 599, such as 204 or 200-299";
    private static final Pattern FORM = Pattern.compile("([2-5][0-9]{2})(?:-([2-5][0-9]{2}))?");

    /** Reads the written form. */
    public static StatusRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue(EXPECTED);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last < first) {
            throw new MalformedValue("a range that begins with the lower status");
        }
        return new StatusRange(first, last);
    }

    /** Whether a status is one of these. */
    public boolean contains(int status) {
        return status >= first && status <= last;
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
