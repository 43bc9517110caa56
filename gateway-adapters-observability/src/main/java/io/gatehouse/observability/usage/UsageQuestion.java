package io.gatehouse.observability.usage;

import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore.Query;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what {@code GET /usage} is asked, from its query parameters. */
final class UsageQuestion {

    /** So many sums are answered at most. */
    static final int MOST_SUMS = 10_000;

    private static final String BY = "by";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String FORMAT = "format";

    private UsageQuestion() {}

    /** Thrown for a question that cannot be understood; the message says what was expected. */
    static final class NotUnderstood extends Exception {

        private static final long serialVersionUID = 1L;

        NotUnderstood(String message) {
            super(message);
        }
    }

    /** By tenant and of the current month, if nothing is said of that. */
    static Query read(Map<String, String> parameters, long nowMillis) throws NotUnderstood {
        var where = new EnumMap<UsageDimension, String>(UsageDimension.class);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            UsageDimension dimension = dimension(name).orElse(null);
            if (dimension != null && dimension != UsageDimension.HOUR) {
                where.put(dimension, parameter.getValue());
            } else if (!List.of(BY, FROM, TO, FORMAT).contains(name)) {
                throw new NotUnderstood("an unknown parameter (expected by, from, to, format, "
                        + words(each -> each != UsageDimension.HOUR) + ")");
            }
        }
        long month = CalendarUnit.MONTH.begin(CalendarUnit.MONTH.at(nowMillis));
        long from = hour(FROM, parameters.get(FROM), month, false);
        long to = hour(TO, parameters.get(TO), nowMillis + 1, true);
        if (from >= to) {
            throw new NotUnderstood("from is not before to");
        }
        return new Query(by(parameters.getOrDefault(BY, UsageDimension.TENANT.word())), where, from, to, MOST_SUMS);
    }

    private static List<UsageDimension> by(String text) throws NotUnderstood {
        var by = new ArrayList<UsageDimension>();
        for (String word : text.split(",", UsageDimension.values().length + 1)) {
            UsageDimension dimension = dimension(word.strip()).orElse(null);
            if (dimension == null || by.contains(dimension)) {
                throw new NotUnderstood("by is not what it can be (expected some of " + words(any -> true)
                        + ", each once, with commas between)");
            }
            by.add(dimension);
        }
        return by;
    }

    private static String words(Predicate<UsageDimension> which) {
        return Arrays.stream(UsageDimension.values())
                .filter(which)
                .map(UsageDimension::word)
                .collect(Collectors.joining(", "));
    }

    private static Optional<UsageDimension> dimension(String word) {
        return Arrays.stream(UsageDimension.values())
                .filter(candidate -> candidate.word().equals(word))
                .findFirst();
    }

    /** The hour that a time or a day begins in, or the one after it. */
    private static long hour(String name, @Nullable String text, long otherwise, boolean end) throws NotUnderstood {
        long millis = text == null ? otherwise : millis(name, text);
        long hour = CalendarUnit.HOUR.at(millis);
        return end && CalendarUnit.HOUR.begin(hour) < millis ? hour + 1 : hour;
    }

    private static long millis(String name, String text) throws NotUnderstood {
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time.toEpochMilli();
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw new NotUnderstood(name + " is no time (expected one such as 2025-01-31 or 2025-01-31T13:00:00Z)");
    }
}
