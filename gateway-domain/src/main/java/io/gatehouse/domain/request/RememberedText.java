package io.gatehouse.domain.request;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that come again as the same object, as header values of callers do who call again and again.
 *
 * <p>Compares objects and not what they say: nobody learns from the time of a look-up what others have sent. Keeps as many as
 * it has slots, and so many characters of their texts. Safe for concurrent use.
 *
 * @param <V> what is made of a text
 */
public final class RememberedText<V> {

    private static final int SLOT_BITS = 13;

    /** Each text has so many slots, so that hardly any that come in turn push each other out. */
    private static final int WAYS = 4;

    /** Longer ones are not remembered. */
    private static final int LONGEST = 2048;

    /** Beyond so many all are forgotten. */
    private static final int MOST_CHARACTERS = 2 << 20;

    private final AtomicReferenceArray<@Nullable Known<V>> known = new AtomicReferenceArray<>(1 << SLOT_BITS);

    /** Of the texts in the slots, as far as threads have seen it: others are told apart without a look at them, which are likely to be far away. */
    private final int[] hashes = new int[1 << SLOT_BITS];

    private final AtomicInteger characters = new AtomicInteger();

    /** So that texts that share their slots are pushed out in turn. */
    private int turn;

    private record Known<V>(String text, V made) {}

    /** What is made of the text, now or before; null if that is nothing, which is not remembered. */
    public @Nullable V of(String text, Function<String, @Nullable V> make) {
        V before = known(text);
        if (before != null) {
            return before;
        }
        V made = make.apply(text);
        if (made != null) {
            keep(text, made);
        }
        return made;
    }

    /** What was made of the text before; null if nothing is known of it. */
    @SuppressWarnings("ReferenceEquality") // see above
    public @Nullable V known(String text) {
        int hash = text.hashCode();
        int first = firstSlot(hash);
        for (int slot = first; slot < first + WAYS; slot++) {
            if (hashes[slot] == hash) {
                Known<V> there = known.getAcquire(slot);
                if (there != null && there.text == text) {
                    return there.made;
                }
            }
        }
        return null;
    }

    /** This was made of the text. */
    public void keep(String text, V made) {
        if (text.length() > LONGEST) {
            return;
        }
        int hash = text.hashCode();
        int slot = slotFor(hash);
        Known<V> before = known.getAcquire(slot);
        int more = text.length() - (before == null ? 0 : before.text.length());
        if (characters.addAndGet(more) > MOST_CHARACTERS) {
            forgetAll();
            characters.set(text.length());
        }
        known.setRelease(slot, new Known<>(text, made));
        hashes[slot] = hash;
    }

    /** Where a text goes: in the place of one with the same hash, which mostly says the same, else into a free slot, else into the next one in turn. */
    private int slotFor(int hash) {
        int first = firstSlot(hash);
        int free = -1;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (known.getAcquire(slot) == null) {
                free = slot;
            } else if (hashes[slot] == hash) {
                return slot;
            }
        }
        return free < 0 ? first + (turn++ & (WAYS - 1)) : free;
    }

    private static int firstSlot(int hash) {
        return (hash * 0x9e3779b9) >>> (Integer.SIZE - SLOT_BITS) & -WAYS;
    }

    /** What is counted is about right where threads meet; there are never more than the slots hold. */
    private void forgetAll() {
        for (int i = 0; i < known.length(); i++) {
            known.setRelease(i, null);
        }
    }
}
