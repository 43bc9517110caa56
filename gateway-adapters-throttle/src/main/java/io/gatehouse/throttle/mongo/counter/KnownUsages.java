package io.gatehouse.throttle.mongo.counter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Ruling;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the store last said of each counter.
 *
 * <p>Others only add to it, so what it refuses the store would refuse, too. Forgets a counter after the time that its limit
 * remembers, and beyond the bound the one that is used least. Safe for concurrent use; never blocks.
 */
public final class KnownUsages {

    private record Known(Usage usage, long silenceNanos) {}

    private final Cache<Counter, Known> usages;

    /** Remembers that many counters at most. */
    public KnownUsages(GatewayClock clock, long mostCounters) {
        this.usages = Caffeine.newBuilder()
                .maximumSize(mostCounters)
                .expireAfter(Expiry.<Counter, Known>writing((counter, known) -> Duration.ofNanos(known.silenceNanos())))
                .ticker(clock::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** The store has said this. */
    public void learn(RateLimit limit, Counter counter, Usage usage) {
        usages.put(counter, new Known(usage, TimeUnit.MILLISECONDS.toNanos(limit.memoryMillis())));
    }

    /** What the store last said; null if nothing that matters. */
    public @Nullable Usage last(Counter counter) {
        Known known = usages.getIfPresent(counter);
        return known == null ? null : known.usage();
    }

    /** The refusal that the store would answer; null if it might grant the permits. */
    public @Nullable Grant refusal(RateLimit limit, Counter counter, long nowMillis, long permits) {
        Usage usage = last(counter);
        if (usage == null) {
            return null;
        }
        Grant grant = limit.take(usage, nowMillis, permits).grant();
        return grant.ruling() == Ruling.REFUSED ? grant : null;
    }
}
