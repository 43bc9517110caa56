package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.MalformedValue;

/** The rule that a strategy has what its algorithm needs, and nothing that it would ignore. */
final class StrategyFields {

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
}
