package io.gatehouse.domain.quota;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
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

    private final ConcurrentMap<CounterKey, Cell> underWay = new ConcurrentHashMap<>();

    @Override
    public @Nullable Permit enter(CounterKey counter, long limit) {
        Cell cell = counter.attachment() instanceof Cell known && known.owner == this ? known : null;
        while (limit > 0) {
            if (cell == null) {
                cell = findOrMake(counter);
                counter.attach(cell);
            }
            long count = cell.count;
            if (count >= limit) {
                return null;
            }
            if (count == GONE) {
                underWay.remove(counter, cell);
                cell = null;
            } else if (cell.swap(count, count + 1)) {
                return new Place(counter, cell);
            }
        }
        return null;
    }

    private Cell findOrMake(CounterKey counter) {
        Cell known = underWay.get(counter);
        if (known != null) {
            return known;
        }
        var made = new Cell(this);
        Cell other = underWay.putIfAbsent(counter, made);
        return other == null ? made : other;
    }

    /** How many are under way. */
    public long underWay(CounterKey counter) {
        Cell cell = underWay.get(counter);
        return cell == null ? 0 : Math.max(0, cell.count);
    }

    /** How many subjects have some under way. */
    public int subjects() {
        return (int) underWay.values().stream().filter(cell -> cell.count > 0).count();
    }

    @Override
    public ConcurrencyLedger preview() {
        return new Preview();
    }

    /** How many are under way of one subject, or that it is not counted here any more. */
    private static final class Cell {

        private static final AtomicLongFieldUpdater<Cell> COUNT =
                AtomicLongFieldUpdater.newUpdater(Cell.class, "count");

        private final ConcurrencyCounters owner;

        private volatile long count;

        Cell(ConcurrencyCounters owner) {
            this.owner = owner;
        }

        boolean swap(long from, long to) {
            return COUNT.compareAndSet(this, from, to);
        }

        long leave() {
            return COUNT.decrementAndGet(this);
        }
    }

    private final class Place implements Permit {

        private static final AtomicIntegerFieldUpdater<Place> RELEASED =
                AtomicIntegerFieldUpdater.newUpdater(Place.class, "released");

        private final CounterKey counter;
        private final Cell cell;

        @SuppressWarnings("UnusedVariable") // read by its updater
        private volatile int released;

        Place(CounterKey counter, Cell cell) {
            this.counter = counter;
            this.cell = cell;
        }

        @Override
        public void release() {
            if (RELEASED.compareAndSet(this, 0, 1)
                    && cell.leave() == 0
                    && underWay.size() > KEPT
                    && cell.swap(0, GONE)) {
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
