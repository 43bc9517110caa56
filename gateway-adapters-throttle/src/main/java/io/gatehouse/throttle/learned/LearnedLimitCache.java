package io.gatehouse.throttle.learned;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.LearnedLimit;
import io.gatehouse.domain.quota.LearnedLimits;
import io.gatehouse.throttle.cache.CounterCache;
import io.gatehouse.throttle.cache.CounterState;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What adaptive limits have learned, in memory, within a bound of bytes. No tenant takes more than an eighth of them. At the bound those go
 * that have learned the least, so a flood of callers who come once drives out nobody who is known; who has not called for a week goes, too.
 */
public final class LearnedLimitCache implements LearnedLimits {

    private static final int SHARES = 8;

    private final long mostBytes;
    private final List<CounterCache<Known>> shares;

    /** Takes that many bytes of the heap at most: some 400 for one subject. */
    public LearnedLimitCache(long mostBytes) {
        this.mostBytes = mostBytes;
        this.shares = Stream.generate(() -> new CounterCache<Known>(mostBytes / SHARES))
                .limit(SHARES)
                .toList();
    }

    @Override
    public @Nullable LearnedLimit find(String tenant, CounterKey counter, long nowMillis) {
        Known known = share(tenant).find(counter, nowMillis);
        return known == null ? null : known.limit();
    }

    @Override
    public LearnedLimit begin(String tenant, CounterKey counter, AdaptiveRate rate, long nowMillis) {
        return share(tenant)
                .findOrMake(counter, nowMillis, () -> new Known(new LearnedLimit(rate, nowMillis)))
                .limit();
    }

    private CounterCache<Known> share(String tenant) {
        return shares.get(Math.floorMod(tenant.hashCode(), SHARES));
    }

    /** What it takes of the heap. */
    public HeapShare heapShare() {
        List<HeapShare> parts =
                shares.stream().map(share -> share.share("learned-limits")).toList();
        return new HeapShare(
                "learned-limits",
                mostBytes,
                () -> sum(parts, part -> part.bytes().getAsLong()),
                () -> sum(parts, part -> part.entries().getAsLong()));
    }

    private static long sum(List<HeapShare> parts, ToLongFunction<HeapShare> figure) {
        return parts.stream().mapToLong(figure).sum();
    }

    /** Dropping it costs nobody but what was learned: whoever still uses it loses one window. */
    private record Known(LearnedLimit limit) implements CounterState {

        /** With itself, its windows and its limit. */
        private static final int BYTES = 16 + 64 + 16 + 4 * LearnedLimit.WINDOWS + 32;

        private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

        @Override
        public int bytes() {
            return BYTES;
        }

        @Override
        public double usedUp(long nowMillis) {
            return limit.windows() / (LearnedLimit.WINDOWS + 1.0);
        }

        @Override
        public long forgottenAtMillis() {
            return limit.lastMillis() + KEPT_MILLIS;
        }

        @Override
        public boolean endIfIdle(long nowMillis) {
            return forgottenAtMillis() <= nowMillis;
        }

        @Override
        public boolean endUnlessUsedUp(long nowMillis) {
            return true;
        }

        @Override
        public void end() {
            // Nobody is let off.
        }
    }
}
