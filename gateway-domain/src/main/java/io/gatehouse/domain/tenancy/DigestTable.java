package io.gatehouse.domain.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by digest, in one array of numbers, so that a look-up among a hundred thousand touches one line of memory before it
 * touches the value. Immutable.
 *
 * @param <V> the values
 */
final class DigestTable<V> {

    private static final int LONGS = 4;

    private final long[] digests;
    private final List<@Nullable V> values;
    private final int mask;

    DigestTable(Map<KeyDigest, V> map) {
        int slots = Integer.highestOneBit(Math.max(1, map.size()) * 2) * 2;
        mask = slots - 1;
        digests = new long[slots * LONGS];
        values = new ArrayList<@Nullable V>(slots);
        for (int slot = 0; slot < slots; slot++) {
            values.add(null);
        }
        map.forEach(this::put);
    }

    /** Free slots are all zero; a digest that is so belongs to no text that anybody knows, and is left out. */
    private void put(KeyDigest digest, V value) {
        if ((digest.a() | digest.b() | digest.c() | digest.d()) == 0) {
            return;
        }
        int slot = first(digest);
        while (values.get(slot) != null) {
            slot = slot + 1 & mask;
        }
        int at = slot * LONGS;
        digests[at] = digest.a();
        digests[at + 1] = digest.b();
        digests[at + 2] = digest.c();
        digests[at + 3] = digest.d();
        values.set(slot, value);
    }

    /** A digest is as good as random, so its first bits are spread as evenly as a slot can ask for. */
    private int first(KeyDigest digest) {
        return (int) digest.a() & mask;
    }

    /** The value of a digest; null if there is none. */
    @Nullable
    V find(KeyDigest digest) {
        int slot = first(digest);
        while (true) {
            int at = slot * LONGS;
            long difference = (digests[at] ^ digest.a())
                    | (digests[at + 1] ^ digest.b())
                    | (digests[at + 2] ^ digest.c())
                    | (digests[at + 3] ^ digest.d());
            if (difference == 0) {
                return values.get(slot);
            }
            if ((digests[at] | digests[at + 1] | digests[at + 2] | digests[at + 3]) == 0) {
                return null;
            }
            slot = slot + 1 & mask;
        }
    }
}
