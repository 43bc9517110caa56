package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Rate;
import org.jspecify.annotations.Nullable;

/** The rule that a strategy has what its algorithm needs, and nothing that it would ignore. */
final class StrategyFields {

    private static final double LONGEST_FILL_SECONDS = 365.0 * 24 * 60 * 60;

    private StrategyFields() {}

    static void check(ThrottlingAlgorithm algorithm, boolean limit, boolean window, boolean capacity, boolean refill) {
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
    static void checkFilling(@Nullable Long capacity, @Nullable Rate refill) {
        if (capacity != null
                && refill != null
                && (double) capacity / refill.count() * refill.period().toSeconds() > LONGEST_FILL_SECONDS) {
            throw new MalformedValue("a refill that fills the bucket within a year");
        }
    }
}
