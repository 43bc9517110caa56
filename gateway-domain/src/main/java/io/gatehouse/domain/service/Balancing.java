package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * How a host is chosen among those of a version.
 *
 * @param strategy the name of the strategy, ours or a plug-in's
 * @param hashBy what consistent hashing goes by
 * @param mostOfAverage how many percent of the average load a host takes from consistent hashing before others help it; 0
 *     for any load
 * @param sticky the cookie that leads back to a host before the strategy is asked; null for none
 * @param origin the place in the configuration that says it
 */
public record Balancing(
        String strategy,
        HashBy hashBy,
        int mostOfAverage,
        @Nullable StickyCookie sticky,
        Origin origin) {

    /** The name of the strategy that goes by {@link #hashBy}. */
    public static final String CONSISTENT_HASH = "consistent-hash";

    /** A quarter more than the average. */
    public static final int USUAL_MOST_OF_AVERAGE = 125;

    /** By this strategy, and nothing besides. */
    public static Balancing by(String strategy, Origin origin) {
        return new Balancing(strategy, HashBy.KEY, USUAL_MOST_OF_AVERAGE, null, origin);
    }

    /** Whether it is what holds where nothing is written. */
    public boolean isUsual() {
        return strategy.equals("round-robin") && sticky == null;
    }

    /** What it says, for people, such as {@code consistent-hash by user}. */
    public String inWords() {
        String way = strategy.equals(CONSISTENT_HASH) ? strategy + " by " + hashBy : strategy;
        return sticky == null ? way : way + ", unless the cookie " + sticky.name() + " names a host";
    }
}
