package io.gatehouse.registry.soajs;

import java.util.Map;

/** Throttling strategies: fixed windows for a tenant, or for each address of a tenant. */
final class Strategies {

    private static final long MOST_RETRIES = 10;
    private static final long EACH_ADDRESS = 1;

    private Strategies() {}

    /** Those that are on. */
    static MappingBuilder of(Fields throttling) {
        var strategies = new MappingBuilder(throttling.origin());
        for (String name : throttling.names()) {
            if (isOn(throttling, name)) {
                strategies.put(name(name), strategy(throttling.objectOrEmpty(name)));
            }
        }
        return strategies;
    }

    /** Whether there is such a strategy, and it is not switched off. */
    static boolean isOn(Fields throttling, String name) {
        return throttling.raw(name) instanceof Map<?, ?>
                && !(throttling.objectOrEmpty(name).has("status")
                        && !throttling.objectOrEmpty(name).flag("status"));
    }

    /** What the strategy is called here, where off and null mean something else. */
    static String name(String theirs) {
        return theirs.equals("off") || theirs.equals("null") ? "soajs-" + theirs : theirs;
    }

    private static MappingBuilder strategy(Fields theirs) {
        Long type = theirs.whole("type");
        var strategy = new MappingBuilder(theirs.origin())
                .text("algorithm", "fixed-window")
                .text("per", type != null && type == EACH_ADDRESS ? "tenant-and-address" : "tenant");
        Long limit = theirs.whole("limit");
        if (limit != null) {
            strategy.number("limit", limit);
        }
        Long window = theirs.whole("window");
        if (window != null) {
            strategy.text("window", window + "ms");
        }
        waiting(theirs, strategy);
        return strategy;
    }

    private static void waiting(Fields theirs, MappingBuilder strategy) {
        Long retries = theirs.whole("retries");
        Long delay = theirs.whole("delay");
        if (retries == null || retries <= 0 || delay == null || delay <= 0) {
            return;
        }
        if (retries > MOST_RETRIES) {
            theirs.notice("retries", retries + " retries", "a request waits " + MOST_RETRIES + " times at most");
        }
        strategy.number("retries", Math.min(retries, MOST_RETRIES)).text("delay", delay + "ms");
    }
}
