package io.gatehouse.observability.grouping;

/** Counts exchanges, those that are alike at once. */
@FunctionalInterface
public interface GroupReader {

    /** These have ended, within a second before this time, since the epoch; nobody changes the group any more. */
    void ended(ExchangeGroup group, long nowMillis);
}
