package io.gatehouse.acme;

import java.time.Duration;

/**
 * How long to wait after failures: twice as long after each, and up to a quarter more or less by chance, so that those who failed together
 * do not come back together.
 *
 * @param first after the first failure
 * @param most never longer than this, and a quarter
 */
record RetryDelay(Duration first, Duration most) {

    private static final int MOST_DOUBLINGS = 20;

    /**
     * After so many failures in a row.
     *
     * @param failures one or more
     * @param chance from 0 to 1
     */
    Duration after(int failures, double chance) {
        long millis = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        double bounded = Math.min(millis, most.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.75 + chance / 2)));
    }
}
