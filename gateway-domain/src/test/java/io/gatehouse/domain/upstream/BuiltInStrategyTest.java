package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BuiltInStrategyTest {

    @Test
    void areCalledAsTheRegistryCallsThem() {
        assertThat(Arrays.stream(BuiltInStrategy.values()).map(BuiltInStrategy::configured))
                .containsExactly("round-robin", "random", "least-requests", "peak-ewma", "consistent-hash");
    }

    @Nested
    class RoundRobinTest extends BalancingStrategyContract {
        @Override
        protected BalancingStrategy strategy() {
            return BuiltInStrategy.ROUND_ROBIN;
        }
    }

    @Nested
    class RandomTest extends BalancingStrategyContract {
        @Override
        protected BalancingStrategy strategy() {
            return BuiltInStrategy.RANDOM;
        }
    }

    @Nested
    class FewestRequestsTest extends BalancingStrategyContract {
        @Override
        protected BalancingStrategy strategy() {
            return BuiltInStrategy.LEAST_REQUESTS;
        }
    }

    @Nested
    class PeakLatencyTest extends BalancingStrategyContract {
        @Override
        protected BalancingStrategy strategy() {
            return BuiltInStrategy.PEAK_EWMA;
        }
    }

    @Nested
    class SameHostTest extends BalancingStrategyContract {
        @Override
        protected BalancingStrategy strategy() {
            return BuiltInStrategy.CONSISTENT_HASH;
        }
    }
}
