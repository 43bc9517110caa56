package io.gatehouse.throttle.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Taking;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;

/**
 * Counts in memory: exact for one process, of no use to others, forgotten at the end.
 *
 * <p>A counter is one reference that is swapped atomically; none waits for another. Counters that have been silent for longer
 * than their limit remembers are dropped. Beyond {@code mostCounters} those that are used least are dropped first, so that a
 * flood of callers who come once does not push out those who are counted; whoever is dropped starts anew.
 */
public final class MemoryLedger implements QuotaLedger {

    /** Room for a million counters: roughly 200 MB at worst. */
    public static final long MOST_COUNTERS = 1_000_000;

    private final GatewayClock clock;
    private final Cache<Counter, Cell> cells;

    /** Keeps that many counters at most. */
    public MemoryLedger(GatewayClock clock, long mostCounters) {
        this.clock = clock;
        this.cells = Caffeine.newBuilder()
                .maximumSize(mostCounters)
                .expireAfter(new Silence())
                .ticker(clock::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Grant takeAtOnce(RateLimit limit, Counter counter, long permits) {
        return take(limit, counter, permits);
    }

    @Override
    public Grant take(RateLimit limit, Counter counter, long permits) {
        Cell cell = cells.getIfPresent(counter);
        if (cell == null) {
            cell = cells.get(counter, absent -> new Cell(limit));
        }
        return cell.take(limit, clock.epochMillis(), permits);
    }

    @Override
    public Grant look(RateLimit limit, Counter counter, long permits) {
        Cell cell = cells.policy().getIfPresentQuietly(counter);
        Usage usage = cell == null ? limit.unused() : cell.usage();
        Taking taking = limit.take(usage, clock.epochMillis(), permits);
        return taking.grant();
    }

    /** How many counters are kept. */
    public long counters() {
        cells.cleanUp();
        return cells.estimatedSize();
    }
}
