package io.gatehouse.observability.api;

import io.gatehouse.observability.trafficlog.ExchangeFilter.UnusableFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list somebody wants.
 *
 * @param limit how many entries at most
 * @param cursor where it begins, as the page before has said; empty for the first
 */
record PageRequest(int limit, String cursor) {

    private static final int USUAL = 100;
    private static final int MOST = 500;
    private static final int LONGEST = 600;

    static PageRequest of(Map<String, String> query) throws UnusableFilter {
        String cursor = query.getOrDefault("cursor", "");
        if (cursor.length() > LONGEST) {
            throw new UnusableFilter("cursor is none (expected what a page has called next)");
        }
        return new PageRequest(limit(query.get("limit")), cursor);
    }

    private static int limit(@Nullable String text) throws UnusableFilter {
        if (text == null) {
            return USUAL;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new UnusableFilter("limit is none (expected 1 to " + MOST + ")");
        }
        return limit;
    }

    /** The cursor as a number; 0 for the first page. */
    long number() throws UnusableFilter {
        if (cursor.isEmpty()) {
            return 0;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw new UnusableFilter("cursor is none (expected what a page has called next)");
        }
        return Long.parseLong(cursor);
    }
}
