package io.gatehouse.throttle.memory;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;

/**
 * Counts in memory: exact for one process, of no use to others, forgotten at the end.
 *
 * <p>A counter is one reference that is swapped atomically; none waits for another. Counters of which nothing counts any more
 * are dropped. At the bound those of the counters whose limits are used up least make room, so that a flood of callers who come
 * once does not push out those who are counted, see {@link CounterCache}; whoever is dropped starts anew.
 */
public final class MemoryLedger implements QuotaLedger {

    private final GatewayClock clock;
    private final CounterCache<Cell> cells;

    /** Takes that many bytes of the heap for counters at most: some 200 for one caller, up to 1,000 if his name is long. */
    public MemoryLedger(GatewayClock clock, long mostBytes) {
        this.clock = clock;
        this.cells = new CounterCache<>(mostBytes);
    }

    @Override
    public QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return take(limit, counter, permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        Cell cell = cells.find(counter, now);
        while (true) {
            if (cell == null) {
                cell = cells.findOrMake(counter, now, () -> new Cell(limit));
            }
            QuotaDecision grant = cell.take(limit, now, permits);
            if (grant != null) {
                return grant;
            }
            cells.drop(counter, cell);
            cell = null;
        }
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        Cell cell = cells.look(counter);
        Usage usage = cell == null ? null : cell.usage();
        return limit.take(usage == null ? limit.unused() : usage, clock.epochMillis(), permits)
                .grant();
    }

    /** What the counters take of the heap. */
    public HeapShare share() {
        return cells.share("throttle-counters");
    }

    /** How many counters are kept; looks at all of them. */
    public long counters() {
        return cells.count(clock.epochMillis());
    }
}
