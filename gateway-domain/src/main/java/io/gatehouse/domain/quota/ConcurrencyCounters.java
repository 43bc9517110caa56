package io.gatehouse.domain.quota;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are under way by subject, in this process.
 *
 * <p>Keeps only subjects that have some under way, so it never holds more than there are requests. Safe for concurrent use.
 */
public final class ConcurrencyCounters implements ConcurrencyLedger {

    private final ConcurrentMap<Counter, Long> underWay = new ConcurrentHashMap<>();

    @Override
    public @Nullable Permit enter(Counter counter, long limit) {
        var place = new Place(counter);
        underWay.compute(counter, (same, count) -> {
            long before = count == null ? 0 : count;
            if (before >= limit) {
                return before;
            }
            place.held.set(true);
            return before + 1;
        });
        return place.held.get() ? place : null;
    }

    /** How many are under way. */
    public long underWay(Counter counter) {
        return underWay.getOrDefault(counter, 0L);
    }

    @Override
    public ConcurrencyLedger preview() {
        return new Preview();
    }

    private final class Preview implements ConcurrencyLedger {

        @Override
        public @Nullable Permit enter(Counter counter, long limit) {
            return underWay(counter) < limit ? () -> {} : null;
        }

        @Override
        public ConcurrencyLedger preview() {
            return this;
        }
    }

    private final class Place implements Permit {

        private final Counter counter;
        private final AtomicBoolean held = new AtomicBoolean();

        Place(Counter counter) {
            this.counter = counter;
        }

        @Override
        public void release() {
            if (held.compareAndSet(true, false)) {
                underWay.computeIfPresent(counter, (same, count) -> count > 1 ? Long.valueOf(count - 1) : null);
            }
        }
    }
}
