package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Factor;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Rate;
import io.gatehouse.domain.quota.Strategy.Subject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much is allowed to whom in which time. It has what its algorithm needs, and nothing that it would ignore. */
public record StrategyDocument(
        @Described("How requests are counted.") ThrottlingAlgorithm algorithm,

        @Described("Requests in a window, or at a time for concurrency.") @Range(min = 1, max = 1000000000) @Nullable
        Long limit,

        @Described("The length of a window; for `calendar` what its windows are.") @Nullable
        WindowLength window,

        @Described("Requests that a full bucket holds.") @Range(min = 1, max = 1000000000) @Nullable
        Long capacity,

        @Described("How fast a bucket fills up.") @Nullable Rate refill,
        @Described("Who is counted.") Subject per,

        @Described("How often a refused request waits and tries again.") @Default("0") @Range(min = 0, max = 10)
        int retries,

        @Described("How long it waits each time.") @Default("1s")
        Duration delay,

        @Described(
                "Has the limit follow each caller's accepted calls, beginning with `limit`. For fixed and sliding windows; not at the edge.")
        @Nullable
        AdaptiveDocument adaptive,

        Origin origin) {

    private static final double LONGEST_FILL_SECONDS = 365.0 * 24 * 60 * 60;

    public StrategyDocument {
        check(algorithm, limit != null, window, capacity != null, refill != null);
        checkFilling(capacity, refill);
        checkBounds(adaptive, algorithm, limit);
    }

    /** Within which bounds, and how fast, a limit follows its callers. */
    public record AdaptiveDocument(
            @Described("The least that a caller's limit falls to.") @Range(min = 1, max = 1000000000)
            long min,

            @Described("The most that it rises to.") @Range(min = 1, max = 1000000000)
            long max,

            @Described("How many times what a caller usually uses of a window it is allowed.") @Default("2")
            Factor headroom,

            @Described("By how much of itself a limit changes at most from one window to the next, by 1 at least.")
            @Default("10%")
            Percentage step,

            Origin origin) {

        public AdaptiveDocument {
            if (min > max) {
                throw new MalformedValue("a min that is no more than max");
            }
            if (step.share() == 0) {
                throw new MalformedValue("a step above 0%");
            }
        }
    }

    /** How requests are counted against a limit. */
    public enum ThrottlingAlgorithm {
        FIXED_WINDOW,
        SLIDING_WINDOW,
        CALENDAR,
        TOKEN_BUCKET,
        CONCURRENCY
    }

    private static void check(
            ThrottlingAlgorithm algorithm,
            boolean limit,
            @Nullable WindowLength window,
            boolean capacity,
            boolean refill) {
        boolean bucket = capacity || refill;
        boolean right = switch (algorithm) {
            case FIXED_WINDOW, SLIDING_WINDOW -> limit && window != null && window.duration() != null && !bucket;
            case CALENDAR -> limit && window != null && window.unit() != null && !bucket;
            case TOKEN_BUCKET -> !limit && window == null && capacity && refill;
            case CONCURRENCY -> limit && window == null && !bucket;
        };
        if (!right) {
            throw new MalformedValue(
                    switch (algorithm) {
                        case FIXED_WINDOW, SLIDING_WINDOW ->
                            "limit and a window such as 60s, without capacity and refill";
                        case CALENDAR -> "limit and a window of hour, day or month, without capacity and refill";
                        case TOKEN_BUCKET -> "capacity and refill, without limit and window";
                        case CONCURRENCY -> "limit, without window, capacity and refill";
                    });
        }
    }

    private static void checkBounds(
            @Nullable AdaptiveDocument adaptive, ThrottlingAlgorithm algorithm, @Nullable Long limit) {
        if (adaptive == null) {
            return;
        }
        if (algorithm != ThrottlingAlgorithm.FIXED_WINDOW && algorithm != ThrottlingAlgorithm.SLIDING_WINDOW) {
            throw new MalformedValue("adaptive with fixed-window or sliding-window only");
        }
        if (limit != null && (limit < adaptive.min() || limit > adaptive.max())) {
            throw new MalformedValue("a limit from min to max of adaptive, as it is what callers begin with");
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
