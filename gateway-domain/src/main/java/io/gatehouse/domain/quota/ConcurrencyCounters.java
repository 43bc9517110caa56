package io.gatehouse.domain.quota;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are under way by subject, in this process.
 *
 * <p>Keeps the subjects that have some under way, and a thousand that had, which are likely to come back: it never holds more than that
 * beside one for each request. Counting takes no lock.
 * Safe for concurrent use.
 */
public final class ConcurrencyCounters implements ConcurrencyLedger {

    /** In the place of a count, for a cell that is being taken out of the map. */
    private static final long GONE = -1;

    /** With no more than these, a subject is kept that has none under way. */
    private static final int KEPT = 1024;

    private final ConcurrentMap<CounterKey, AtomicLong> underWay = new ConcurrentHashMap<>();

    @Override
    public @Nullable Permit enter(CounterKey counter, long limit) {
        while (limit > 0) {
            AtomicLong cell = underWay.get(counter);
            if (cell == null) {
                var first = new AtomicLong(1);
                cell = underWay.putIfAbsent(counter, first);
                if (cell == null) {
                    return new Place(counter, first);
                }
            }
            long count = cell.get();
            if (count >= limit) {
                return null;
            }
            if (count == GONE) {
                underWay.remove(counter, cell);
            } else if (cell.compareAndSet(count, count + 1)) {
                return new Place(counter, cell);
            }
        }
        return null;
    }

    /** How many are under way. */
    public long underWay(CounterKey counter) {
        AtomicLong cell = underWay.get(counter);
        return cell == null ? 0 : Math.max(0, cell.get());
    }

    /** How many subjects have some under way. */
    public int subjects() {
        return (int) underWay.values().stream().filter(cell -> cell.get() > 0).count();
    }

    @Override
    public ConcurrencyLedger preview() {
        return new Preview();
    }

    private final class Place implements Permit {

        private static final AtomicIntegerFieldUpdater<Place> RELEASED =
                AtomicIntegerFieldUpdater.newUpdater(Place.class, "released");

        private final CounterKey counter;
        private final AtomicLong cell;

        @SuppressWarnings("UnusedVariable") // read by its updater
        private volatile int released;

        Place(CounterKey counter, AtomicLong cell) {
            this.counter = counter;
            this.cell = cell;
        }

        @Override
        public void release() {
            if (RELEASED.compareAndSet(this, 0, 1)
                    && cell.decrementAndGet() == 0
                    && underWay.size() > KEPT
                    && cell.compareAndSet(0, GONE)) {
                underWay.remove(counter, cell);
            }
        }
    }

    private final class Preview implements ConcurrencyLedger {

        @Override
        public @Nullable Permit enter(CounterKey counter, long limit) {
            return underWay(counter) < limit ? () -> {} : null;
        }

        @Override
        public ConcurrencyLedger preview() {
            return this;
        }
    }
}
