package io.gatehouse.compiler;

import io.gatehouse.compiler.document.StrategyDocument;
import io.gatehouse.configuration.Rate;
import io.gatehouse.domain.quota.Limit.ConcurrencyLimit;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Limit;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.TokenBucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Compiles throttling strategies. What an algorithm needs has been checked to be there. */
final class StrategyCompiler {

    private StrategyCompiler() {}

    static Strategy compile(String name, StrategyDocument document) {
        return new Strategy(
                name, limit(document), document.per(), document.retries(), document.delay(), document.origin());
    }

    private static Limit limit(StrategyDocument document) {
        return switch (document.algorithm()) {
            case FIXED_WINDOW -> new FixedWindow(number(document.limit()), millis(document.window()));
            case SLIDING_WINDOW -> new SlidingWindow(number(document.limit()), millis(document.window()));
            case TOKEN_BUCKET -> bucket(number(document.capacity()), document.refill());
            case CONCURRENCY -> new ConcurrencyLimit(number(document.limit()));
        };
    }

    private static TokenBucket bucket(long capacity, @Nullable Rate refill) {
        Rate rate = there(refill);
        return TokenBucket.refilled(capacity, rate.count(), rate.period());
    }

    private static long number(@Nullable Long number) {
        return there(number);
    }

    private static long millis(@Nullable Duration duration) {
        return there(duration).toMillis();
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a strategy without what its algorithm needs was taken for good");
        }
        return part;
    }
}
