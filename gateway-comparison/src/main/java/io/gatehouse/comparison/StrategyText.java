package io.gatehouse.comparison;

import io.gatehouse.compiler.document.StrategyDocument;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A throttling strategy in a few words. */
final class StrategyText {

    private StrategyText() {}

    /** How much it allows: {@code 50 per 60s}. */
    static String of(StrategyDocument strategy) {
        return switch (strategy.algorithm()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> strategy.limit() + " per " + time(strategy.window());
            case TOKEN_BUCKET -> {
                var refill = strategy.refill();
                yield strategy.capacity() + " and " + (refill == null ? 0 : refill.count()) + " per "
                        + time(refill == null ? null : refill.period());
            }
            case CONCURRENCY -> strategy.limit() + " at a time";
        };
    }

    /** Everything that it says. */
    static String full(StrategyDocument strategy) {
        return of(strategy) + ", " + word(strategy.algorithm()) + ", per " + word(strategy.per()) + ", "
                + strategy.retries() + " retries after " + time(strategy.delay());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String time(@Nullable Duration time) {
        if (time == null) {
            return "0s";
        }
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
