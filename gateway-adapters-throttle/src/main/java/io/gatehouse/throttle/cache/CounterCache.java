package io.gatehouse.throttle.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.domain.quota.Counter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The states of the counters that this process knows of.
 *
 * <p>Bounded: beyond it those that are used least are dropped, so that a flood of callers who come once does not push out
 * those who are counted. States that have ended are found by whoever passes by, see {@link Sweep}: a cache that notes the
 * time of each access would make finding a state cost more than counting with it. Below half of the bound finding one is a
 * look into a hash map and writes nothing. Safe for concurrent use; takes no lock to find a state.
 */
public final class CounterCache<S extends CounterState> {

    private final Cache<Counter, S> states;
    private final Sweep<S> sweep;

    /** Keeps that many states at most. */
    public CounterCache(long most) {
        states = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        sweep = new Sweep<>(states.asMap());
    }

    /** The state of a counter; null if there is none. */
    public @Nullable S find(Counter counter, long nowMillis) {
        sweep.passBy(nowMillis);
        return states.getIfPresent(counter);
    }

    /** The state of a counter, made if there is none. */
    public S findOrMake(Counter counter, Supplier<S> make) {
        return states.get(counter, absent -> make.get());
    }

    /** The state of a counter, without making it more important than it was; null if there is none. */
    public @Nullable S look(Counter counter) {
        return states.policy().getIfPresentQuietly(counter);
    }

    /** Drops a state that has ended. */
    public void drop(Counter counter, S ended) {
        states.asMap().remove(counter, ended);
    }

    /** How many are kept, without those that have ended; looks at all of them. */
    public long count(long nowMillis) {
        sweep.all(nowMillis);
        states.cleanUp();
        return states.estimatedSize();
    }
}
