package io.gatehouse.benchmarks.quota;

import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import java.util.List;

/** By which algorithm callers are limited, or by all of them in turn; generously, so that all are admitted. */
public enum Algorithm {
    FIXED_WINDOW(new FixedWindow(Algorithm.LIMIT, Algorithm.DAY_MILLIS)),
    SLIDING_WINDOW(new SlidingWindow(Algorithm.LIMIT, Algorithm.DAY_MILLIS)),
    TOKEN_BUCKET(new TokenBucket(Algorithm.LIMIT, 1_000)),
    ALL(
            new FixedWindow(Algorithm.LIMIT, Algorithm.DAY_MILLIS),
            new SlidingWindow(Algorithm.LIMIT, Algorithm.DAY_MILLIS),
            new TokenBucket(Algorithm.LIMIT, 1_000));

    private static final long LIMIT = 1_000_000_000_000L;
    private static final long DAY_MILLIS = 86_400_000;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, limits are records
    private final List<RateLimit> limits;

    Algorithm(RateLimit... limits) {
        this.limits = List.of(limits);
    }

    /** The limit of a caller. */
    RateLimit limit(int caller) {
        return limits.get(caller % limits.size());
    }
}
