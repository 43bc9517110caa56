package io.gatehouse.domain.service;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The version of a service: one to three numbers, {@code 1}, {@code 1.2} or {@code 1.2.3}. Versions compare by number,
 * so 10 is newer than 9; numbers left out are zero, so {@code 1} and {@code 1.0} are the same version.
 */
@ScalarType(name = "version", expected = "a version such as \"1\" or \"1.2\"", pattern = "[0-9]+(\\.[0-9]+){0,2}")
public record VersionNumber(int major, int minor, int patch) implements Comparable<VersionNumber> {

    private static final int MOST_DIGITS = 9;

    /** The versions of most services, which so are the same objects in all of them. */
    private static final VersionNumber[] WHOLE = IntStream.range(0, 100)
            .mapToObj(major -> new VersionNumber(major, 0, 0))
            .toArray(VersionNumber[]::new);

    private static final String[] WHOLE_TEXT =
            IntStream.range(0, WHOLE.length).mapToObj(Integer::toString).toArray(String[]::new);

    /** The version, or null where the text is none: no signs, no leading zeros, at most nine digits a number. */
    public static @Nullable VersionNumber orNull(String text) {
        return orNull(text, 0, text.length());
    }

    /** The same of a part of a text. */
    static @Nullable VersionNumber orNull(String text, int from, int to) {
        int whole = number(text, from, to);
        if (whole >= 0 && whole < WHOLE.length) {
            return WHOLE[whole];
        }
        int[] numbers = new int[3];
        int count = 0;
        int at = from;
        while (at <= to) {
            int dot = text.indexOf('.', at);
            int end = dot < 0 || dot > to ? to : dot;
            int number = count == 3 ? -1 : number(text, at, end);
            if (number < 0) {
                return null;
            }
            numbers[count++] = number;
            at = end + 1;
        }
        boolean isWhole = numbers[0] < WHOLE.length && numbers[1] == 0 && numbers[2] == 0;
        return isWhole ? WHOLE[numbers[0]] : new VersionNumber(numbers[0], numbers[1], numbers[2]);
    }

    /** The version, where a text must be one. */
    public static VersionNumber parse(String text) {
        VersionNumber version = orNull(text);
        if (version == null) {
            throw new MalformedValue("a version such as \"1\" or \"1.2\"");
        }
        return version;
    }

    private static int number(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > MOST_DIGITS || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    @Override
    public int compareTo(VersionNumber other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    /** The shortest form. */
    @Override
    public String toString() {
        if (patch != 0) {
            return major + "." + minor + "." + patch;
        }
        if (minor != 0) {
            return major + "." + minor;
        }
        return major >= 0 && major < WHOLE_TEXT.length ? WHOLE_TEXT[major] : Integer.toString(major);
    }
}
