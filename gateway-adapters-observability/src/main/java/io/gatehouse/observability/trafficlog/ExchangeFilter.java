package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which exchanges somebody wants to see. Immutable. */
public final class ExchangeFilter {

    /** For {@code tenant} and {@code service}: those that have none. */
    private static final String NONE = "none";

    /** For {@code code}: those that have one, whichever. */
    private static final String ANY = "any";

    private static final Pattern STATUS = Pattern.compile("[1-5](?:xx|[0-9]{2})");
    private static final int LONGEST = 600;
    private static final int LONGEST_NAME = 200;
    private static final String[] NAMES = {
        "tenant", "key", "service", "route", "status", "code", "text", "from", "to", "slower"
    };

    private final Predicate<ExchangeRecord> conditions;

    private ExchangeFilter(Predicate<ExchangeRecord> conditions) {
        this.conditions = conditions;
    }

    /** A value of a filter that makes no sense; the message says what was expected. */
    public static final class UnusableFilter extends Exception {
        private static final long serialVersionUID = 1L;

        public UnusableFilter(String message) {
            super(message);
        }
    }

    /** The names of all conditions, and these. */
    public static String[] namesAnd(String... more) {
        return Stream.concat(Stream.of(NAMES), Stream.of(more)).toArray(String[]::new);
    }

    /** What the parameters of a query ask for; all conditions must hold, and parameters that mean something else are left alone. */
    public static ExchangeFilter of(Map<String, String> query) throws UnusableFilter {
        Predicate<ExchangeRecord> all = exchange -> true;
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            Predicate<ExchangeRecord> one = condition(parameter.getKey(), parameter.getValue());
            all = one == null ? all : all.and(one);
        }
        return new ExchangeFilter(all);
    }

    private static @Nullable Predicate<ExchangeRecord> condition(String name, String value) throws UnusableFilter {
        int longest = name.equals("key") || name.equals("route") ? LONGEST : LONGEST_NAME;
        if (value.length() > longest) {
            throw new UnusableFilter("a parameter is too long (expected at most " + longest + " characters)");
        }
        return switch (name) {
            case "tenant" -> named(value, one -> one.caller().tenant());
            case "key" -> one -> value.equals(one.caller().key());
            case "service" -> named(value, one -> one.matched().service());
            case "route" -> one -> value.equals(one.matched().route());
            case "status" -> status(value);
            case "code" -> code(value);
            case "text" -> {
                String wanted = value.toLowerCase(Locale.ROOT);
                yield one -> holds(one, wanted);
            }
            case "from" -> {
                long from = time(name, value);
                yield one -> one.startedMillis() >= from;
            }
            case "to" -> {
                long to = time(name, value);
                yield one -> one.startedMillis() < to;
            }
            case "slower" -> {
                long nanos = millis(value) * 1_000_000;
                yield one -> one.durationNanos() >= nanos;
            }
            default -> null;
        };
    }

    private static Predicate<ExchangeRecord> named(String value, Part part) {
        return value.equals(NONE)
                ? one -> part.of(one) == null || NONE.equals(part.of(one))
                : one -> value.equals(part.of(one));
    }

    private interface Part {
        @Nullable
        String of(ExchangeRecord exchange);
    }

    private static Predicate<ExchangeRecord> status(String value) throws UnusableFilter {
        if (!STATUS.matcher(value).matches()) {
            throw new UnusableFilter("status is none (expected such as 404 or 5xx)");
        }
        if (value.endsWith("xx")) {
            int hundreds = value.charAt(0) - '0';
            return one -> one.status() / 100 == hundreds;
        }
        int status = Integer.parseInt(value);
        return one -> one.status() == status;
    }

    private static Predicate<ExchangeRecord> code(String value) throws UnusableFilter {
        if (value.equals(ANY)) {
            return one -> one.rejection() != null;
        }
        for (Rejection rejection : Rejection.values()) {
            if (rejection.code().equals(value)) {
                return one -> one.rejection() == rejection;
            }
        }
        throw new UnusableFilter("code is none (expected one of the errors page, or any)");
    }

    private static long time(String name, String value) throws UnusableFilter {
        try {
            return Instant.parse(value).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new UnusableFilter(name + " is no time (expected such as 2025-01-01T00:00:00Z)");
        }
    }

    private static long millis(String value) throws UnusableFilter {
        if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new UnusableFilter("slower is none (expected whole milliseconds)");
        }
        return Long.parseLong(value);
    }

    private static boolean holds(ExchangeRecord one, String text) {
        ExchangeRecord.Asked asked = one.request();
        return contains(asked.method() + " " + asked.path(), text)
                || contains(one.requestId(), text)
                || contains(asked.client(), text)
                || contains(one.caller().user(), text)
                || contains(one.forwarding().upstream(), text)
                || contains(one.forwarding().failure(), text);
    }

    private static boolean contains(@Nullable String whole, String lowerCase) {
        return whole != null && whole.toLowerCase(Locale.ROOT).contains(lowerCase);
    }

    /** Whether it is wanted. */
    public boolean matches(ExchangeRecord exchange) {
        return conditions.test(exchange);
    }
}
