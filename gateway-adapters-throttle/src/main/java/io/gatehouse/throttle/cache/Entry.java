package io.gatehouse.throttle.cache;

import io.gatehouse.domain.quota.CounterKey;
import org.jspecify.annotations.Nullable;

/** A counter with its state, and its place in a bag; the place is only for who holds the lock. */
final class Entry<S extends CounterState> {

    final CounterKey counter;
    final S state;
    final int bytes;

    /** Where it is; null if it is nowhere yet, or any more. */
    @Nullable
    Bag<S> bag;

    int index;

    /** Whether it was dropped, maybe before it had a place. */
    boolean gone;

    Entry(CounterKey counter, S state) {
        this.counter = counter;
        this.state = state;
        this.bytes = Footprint.of(counter) + state.bytes();
    }
}
