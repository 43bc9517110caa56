package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AdaptiveRate}s have learned, by subject. Bounded, by tenant as well; what is dropped begins anew.
 *
 * <p>Called on I/O threads: implementations never block and never throw. Safe for concurrent use.
 */
@Port
public interface LearnedLimits {

    /** Learns nothing: everybody has what he begins with. */
    LearnedLimits NONE = new LearnedLimits() {

        @Override
        public @Nullable LearnedLimit find(String tenant, CounterKey counter, long nowMillis) {
            return null;
        }

        @Override
        public LearnedLimit begin(String tenant, CounterKey counter, AdaptiveRate rate, long nowMillis) {
            return new LearnedLimit(rate, nowMillis);
        }
    };

    /** What is known of a subject; null if nothing. */
    @Nullable
    LearnedLimit find(String tenant, CounterKey counter, long nowMillis);

    /**
     * What is known of a subject; from now on, if nothing was.
     *
     * @param tenant who answers for the subject; empty for callers without a key
     */
    LearnedLimit begin(String tenant, CounterKey counter, AdaptiveRate rate, long nowMillis);

    /** A twin that knows the same, and learns nothing for good. */
    default LearnedLimits preview() {
        LearnedLimits known = this;
        return new LearnedLimits() {

            @Override
            public @Nullable LearnedLimit find(String tenant, CounterKey counter, long nowMillis) {
                LearnedLimit limit = known.find(tenant, counter, nowMillis);
                return limit == null ? null : limit.copy();
            }

            @Override
            public LearnedLimit begin(String tenant, CounterKey counter, AdaptiveRate rate, long nowMillis) {
                return new LearnedLimit(rate, nowMillis);
            }
        };
    }
}
