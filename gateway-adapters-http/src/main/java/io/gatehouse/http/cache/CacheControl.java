package io.gatehouse.http.cache;

import io.gatehouse.domain.response.HeaderFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The directives of Cache-Control (RFC 9111, 5.2). Of one that is given twice the stricter counts; one that makes no sense is 0. */
final class CacheControl {

    /** A directive that is not there. */
    static final long ABSENT = -1;

    private static final int LONGEST_NUMBER = 10;
    private static final long MOST_SECONDS = 1L << 31;

    private final Map<String, String> directives = new HashMap<>();

    private CacheControl(HeaderFields fields) {
        for (String element : fields.elements("Cache-Control")) {
            int equals = element.indexOf('=');
            String name =
                    (equals < 0 ? element : element.substring(0, equals)).trim().toLowerCase(Locale.ROOT);
            String value =
                    equals < 0 ? "" : unquoted(element.substring(equals + 1).trim());
            directives.merge(name, value, CacheControl::stricter);
        }
    }

    static CacheControl of(HeaderFields fields) {
        return new CacheControl(fields);
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static String stricter(String one, String other) {
        return seconds(one) <= seconds(other) ? one : other;
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** The seconds that a directive gives; {@link #ABSENT} if it is not there. */
    long seconds(Directive directive) {
        String value = directives.get(directive.text);
        return value == null ? ABSENT : seconds(value);
    }

    /** As RFC 9111 has it in 1.2.2: what is larger than can be held is the largest. */
    static long seconds(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return 0;
        }
        return text.length() > LONGEST_NUMBER ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(text));
    }

    /** Directives with a number. */
    enum Directive {
        MAX_AGE,
        S_MAXAGE,
        MIN_FRESH,
        STALE_IF_ERROR,
        STALE_WHILE_REVALIDATE;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
