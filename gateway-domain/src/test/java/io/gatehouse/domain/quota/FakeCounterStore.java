package io.gatehouse.domain.quota;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store in a map, which fails when it is told to. What has expired it keeps, as a store may. */
public final class FakeCounterStore implements CounterStore, StoreControl {

    private final ConcurrentMap<String, StoredCounter> counters = new ConcurrentHashMap<>();
    private final AtomicLong operations = new AtomicLong();
    private volatile boolean away;

    @Override
    public @Nullable StoredCounter read(String key, Duration timeout) {
        begin(key, timeout);
        return counters.get(key);
    }

    @Override
    public @Nullable StoredCounter increment(String key, BoundedIncrement increment, Duration timeout) {
        begin(key, timeout);
        while (true) {
            StoredCounter before = counters.get(key);
            long after = increment.apply(before == null ? increment.first() : before);
            if (after < 0) {
                return null;
            }
            StoredCounter next = (before == null ? increment.first() : before).withValue(after);
            if (before == null ? counters.putIfAbsent(key, next) == null : counters.replace(key, before, next)) {
                return next;
            }
        }
    }

    @Override
    public boolean replace(
            String key, @Nullable StoredCounter expected, StoredCounter next, long expiresAtMillis, Duration timeout) {
        begin(key, timeout);
        return expected == null ? counters.putIfAbsent(key, next) == null : counters.replace(key, expected, next);
    }

    /** How often it was asked. */
    public long operations() {
        return operations.get();
    }

    private void begin(String key, Duration timeout) {
        operations.incrementAndGet();
        if (key.isEmpty() || key.length() > 512 || !key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("a key that no store has to take");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("no time at all");
        }
        if (away) {
            throw new CounterStoreException("away", null);
        }
    }

    @Override
    public void takeAway() {
        away = true;
    }

    /** The time is up at once. */
    @Override
    public void slowDown() {
        away = true;
    }

    @Override
    public void bringBack() {
        away = false;
    }
}
