package io.gatehouse.domain.quota;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Forgets nothing. */
public final class MapLearnedLimits implements LearnedLimits {

    private final Map<CounterKey, LearnedLimit> limits = new ConcurrentHashMap<>();

    @Override
    public @Nullable LearnedLimit find(String tenant, CounterKey counter, long nowMillis) {
        return limits.get(counter);
    }

    @Override
    public LearnedLimit begin(String tenant, CounterKey counter, AdaptiveRate rate, long nowMillis) {
        return limits.computeIfAbsent(counter, any -> new LearnedLimit(rate, nowMillis));
    }

    /** How many are known. */
    public int known() {
        return limits.size();
    }
}
