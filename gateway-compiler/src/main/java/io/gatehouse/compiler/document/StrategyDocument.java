package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Rate;
import io.gatehouse.domain.quota.Subject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much is allowed to whom in which time. It has what its algorithm needs, and nothing that it would ignore. */
public record StrategyDocument(
        @Described("How requests are counted.") ThrottlingAlgorithm algorithm,

        @Described("Requests in a window, or at a time for concurrency.") @Range(min = 1, max = 1000000000) @Nullable
        Long limit,

        @Described("The length of a window.") @Nullable Duration window,

        @Described("Requests that a full bucket holds.") @Range(min = 1, max = 1000000000) @Nullable
        Long capacity,

        @Described("How fast a bucket fills up.") @Nullable Rate refill,
        @Described("Who is counted.") Subject per,

        @Described("How often a refused request waits and tries again.") @Default("0") @Range(min = 0, max = 10)
        int retries,

        @Described("How long it waits each time.") @Default("1s")
        Duration delay,

        Origin origin) {

    private static final double LONGEST_FILL_SECONDS = 365.0 * 24 * 60 * 60;

    public StrategyDocument {
        check(algorithm, limit != null, window != null, capacity != null, refill != null);
        checkFilling(capacity, refill);
    }

    /** How requests are counted against a limit. */
    public enum ThrottlingAlgorithm {
        FIXED_WINDOW,
        SLIDING_WINDOW,
        TOKEN_BUCKET,
        CONCURRENCY
    }

    private static void check(
            ThrottlingAlgorithm algorithm, boolean limit, boolean window, boolean capacity, boolean refill) {
        boolean right = switch (algorithm) {
            case FIXED_WINDOW, SLIDING_WINDOW -> limit && window && !capacity && !refill;
            case TOKEN_BUCKET -> !limit && !window && capacity && refill;
            case CONCURRENCY -> limit && !window && !capacity && !refill;
        };
        if (!right) {
            throw new MalformedValue(
                    switch (algorithm) {
                        case FIXED_WINDOW, SLIDING_WINDOW -> "limit and window, without capacity and refill";
                        case TOKEN_BUCKET -> "capacity and refill, without limit and window";
                        case CONCURRENCY -> "limit, without window, capacity and refill";
                    });
        }
    }

    /** A bucket that takes longer than a year to fill is a mistake, and would not fit into its counter. */
    private static void checkFilling(@Nullable Long capacity, @Nullable Rate refill) {
        if (capacity != null
                && refill != null
                && (double) capacity / refill.count() * refill.period().toSeconds() > LONGEST_FILL_SECONDS) {
            throw new MalformedValue("a refill that fills the bucket within a year");
        }
    }
}
