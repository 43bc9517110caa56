package io.gatehouse.configuration;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes: {@code 512}, {@code 32KB}, {@code 10MB}, {@code 1GB}; one KB is 1024 bytes. */
@ScalarType(name = "size", expected = "a size such as 32KB, 10MB or 1GB", pattern = "[0-9]+(B|KB|MB|GB)?")
public record Size(long bytes) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(B|KB|MB|GB)?");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    /** Reads the written form; a number without a unit counts bytes. */
    public static Size parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue("a size such as 32KB, 10MB or 1GB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long number = Long.parseLong(matcher.group(1));
        long factor = UNITS.getOrDefault(unit, 1L);
        if (number == 0 || number > (1L << 50) / factor) {
            throw new MalformedValue("a size between 1B and 1048576GB");
        }
        return new Size(number * factor);
    }

    @Override
    public String toString() {
        for (String unit : new String[] {"GB", "MB", "KB"}) {
            long factor = UNITS.getOrDefault(unit, 1L);
            if (bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return bytes + "B";
    }
}
