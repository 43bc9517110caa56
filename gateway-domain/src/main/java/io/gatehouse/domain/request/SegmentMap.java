package io.gatehouse.domain.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for texts, looked up by a part of a longer one, such as a segment of a path, which need not be cut out for that.
 * Immutable. Who asks chooses no text that is kept, and so cannot make a look-up long.
 *
 * @param <V> what is kept
 */
public final class SegmentMap<V> {

    /** A power of two, and no more than half of them taken. */
    private final @Nullable Kept<V>[] slots;

    private record Kept<V>(String text, V value) {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the one class that is put into it
    public SegmentMap(Map<String, V> values) {
        slots = new @Nullable Kept[Integer.highestOneBit(Math.max(1, 4 * values.size() - 1))];
        values.forEach(this::put);
    }

    private void put(String text, V value) {
        int at = hash(text, 0, text.length());
        while (slots[at & (slots.length - 1)] != null) {
            at++;
        }
        slots[at & (slots.length - 1)] = new Kept<>(text, value);
    }

    /** What is kept for the text that stands there; null if nothing is. */
    public @Nullable V get(String within, int from, int to) {
        if (slots.length == 1) {
            return null;
        }
        for (int at = hash(within, from, to); ; at++) {
            Kept<V> kept = slots[at & (slots.length - 1)];
            if (kept == null) {
                return null;
            }
            if (kept.text.length() == to - from && within.startsWith(kept.text, from)) {
                return kept.value;
            }
        }
    }

    private static int hash(String within, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + within.charAt(i);
        }
        return (hash * 0x9e3779b9) >>> 7;
    }
}
