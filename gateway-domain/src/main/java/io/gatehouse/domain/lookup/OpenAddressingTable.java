package io.gatehouse.domain.lookup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys that they know themselves. Immutable.
 *
 * <p>A request finds hardly anything of a large registry in a cache of the processor, so a look-up costs as much as the lines of memory
 * that it reads: here that of a slot, and the value's own. At least three of four slots are free, so that it seldom reads a
 * value that is not the one. Each kind of value has a final class of its own, so that comparing keys is compiled into the look-up.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public abstract class OpenAddressingTable<K, V> {

    private static final int SLOTS_EACH = 8;

    private final List<V> all;
    private final List<@Nullable V> slots;
    private final int mask;

    /** A table of values, each of another key, which {@code keyOf} gives. */
    protected OpenAddressingTable(Collection<V> values, Function<V, K> keyOf) {
        all = List.copyOf(values);
        int room = Integer.highestOneBit(Math.max(1, all.size())) * SLOTS_EACH;
        mask = room - 1;
        slots = new ArrayList<@Nullable V>(room);
        for (int slot = 0; slot < room; slot++) {
            slots.add(null);
        }
        for (V value : all) {
            int slot = first(keyOf.apply(value));
            while (slots.get(slot) != null) {
                slot = slot + 1 & mask;
            }
            slots.set(slot, value);
        }
    }

    /** Whether a key is a value's own. */
    protected abstract boolean isOf(V value, K key);

    private int first(K key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & mask;
    }

    /** All values, in the order in which they were given. */
    public final List<V> all() {
        return all;
    }

    /** The value of a key; null if there is none. */
    public final @Nullable V find(K key) {
        int slot = first(key);
        V value = slots.get(slot);
        while (value != null && !isOf(value, key)) {
            slot = slot + 1 & mask;
            value = slots.get(slot);
        }
        return value;
    }
}
