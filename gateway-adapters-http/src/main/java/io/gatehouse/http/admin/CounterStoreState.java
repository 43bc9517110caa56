package io.gatehouse.http.admin;

/**
 * How the store of the throttling counters fares, as {@code /health} tells it.
 *
 * @param store its kind, such as {@code mongo}
 * @param out whether it does not answer
 * @param since since when that is so, an ISO-8601 time
 * @param nodes processes that count with it, this one included
 */
public record CounterStoreState(String store, boolean out, String since, int nodes) {}
