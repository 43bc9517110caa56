package io.gatehouse.throttle.cache;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The states of the counters that this process knows of, within a bound of bytes.
 *
 * <p>At the bound those go that have used the smallest part of their limits, and nobody who is over his limit, see {@link Residents}: a cache that
 * drops what is used least would let off whoever is over his limit and keeps still. Finding a state is a look into a hash
 * map, takes no lock and writes nothing; states that have ended are found by whoever passes by. Safe for concurrent use.
 */
public final class CounterCache<S extends CounterState> {

    private final ConcurrentMap<CounterKey, Entry<S>> states = new ConcurrentHashMap<>();
    private final Residents<S> residents;
    private final long mostBytes;

    /** Takes that many bytes of the heap at most. */
    public CounterCache(long mostBytes) {
        this.mostBytes = mostBytes;
        residents = new Residents<>(states, mostBytes);
    }

    /** Drops a few of those that have ended, now and then; for whoever has to do with counters anyway. */
    public void passBy(long nowMillis) {
        residents.passBy(nowMillis);
    }

    /** The state of a counter; null if there is none. */
    public @Nullable S find(CounterKey counter, long nowMillis) {
        passBy(nowMillis);
        return look(counter);
    }

    /** The same, without doing anything else. */
    public @Nullable S look(CounterKey counter) {
        Entry<S> entry = states.get(counter);
        return entry == null ? null : entry.state;
    }

    /** The state of a counter, made if there is none. */
    public S findOrMake(CounterKey counter, long nowMillis, Supplier<S> make) {
        S known = look(counter);
        if (known != null) {
            return known;
        }
        var made = new Entry<S>(counter, make.get());
        Entry<S> other = states.putIfAbsent(counter, made);
        if (other != null) {
            return other.state;
        }
        residents.add(made, nowMillis);
        return made.state;
    }

    /** Drops a state that has ended. */
    @SuppressWarnings("ReferenceEquality") // the state itself is meant
    public void drop(CounterKey counter, S ended) {
        Entry<S> entry = states.get(counter);
        if (entry != null && entry.state == ended) {
            residents.drop(entry);
        }
    }

    /** What it takes, under this name. */
    public HeapShare share(String name) {
        return new HeapShare(name, mostBytes, residents::bytes, states::size);
    }

    /** How many are kept, without those that have ended; looks at all of them. */
    public long count(long nowMillis) {
        residents.sweep(nowMillis);
        return states.size();
    }

    /** A counter with its state, and its place in a bag; the place is only for who holds the lock. */
    static final class Entry<S extends CounterState> {

        final CounterKey counter;
        final S state;
        final int bytes;

        /** Where it is; null if it is nowhere yet, or any more. */
        Residents.@Nullable Bag<S> bag;

        int index;

        /** Whether it was dropped, maybe before it had a place. */
        boolean gone;

        Entry(CounterKey counter, S state) {
            this.counter = counter;
            this.state = state;
            this.bytes = Footprint.of(counter) + state.bytes();
        }
    }
}
