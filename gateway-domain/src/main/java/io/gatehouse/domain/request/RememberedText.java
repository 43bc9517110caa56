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

    /** Longer ones are not remembered. */
    private static final int LONGEST = 2048;

    /** Beyond so many all are forgotten. */
    private static final int MOST_CHARACTERS = 2 << 20;

    private final AtomicReferenceArray<@Nullable Known<V>> known = new AtomicReferenceArray<>(1 << SLOT_BITS);
    private final AtomicInteger characters = new AtomicInteger();

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
        int slot = slot(text);
        Known<V> first = known.getAcquire(slot);
        if (first != null && first.text == text) {
            return first.made;
        }
        // Each has two places, so that two that come in turn do not push each other out.
        Known<V> second = known.getAcquire(slot ^ 1);
        return second != null && second.text == text ? second.made : null;
    }

    /** This was made of the text. */
    public void keep(String text, V made) {
        if (text.length() > LONGEST) {
            return;
        }
        int slot = slot(text);
        Known<V> first = known.getAcquire(slot);
        Known<V> second = known.getAcquire(slot ^ 1);
        int more = text.length() - (first == null || second == null ? 0 : second.text.length());
        if (characters.addAndGet(more) > MOST_CHARACTERS) {
            forgetAll();
            characters.set(text.length());
        } else if (first != null) {
            known.setRelease(slot ^ 1, first);
        }
        known.setRelease(slot, new Known<>(text, made));
    }

    private static int slot(String text) {
        return (text.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - SLOT_BITS);
    }

    /** What is counted is about right where threads meet; there are never more than the slots hold. */
    private void forgetAll() {
        for (int i = 0; i < known.length(); i++) {
            known.setRelease(i, null);
        }
    }
}
