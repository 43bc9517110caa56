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
    @SuppressWarnings("ReferenceEquality") // see above
    public @Nullable V of(String text, Function<String, @Nullable V> make) {
        int slot = (text.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - SLOT_BITS);
        Known<V> first = known.getAcquire(slot);
        if (first != null && first.text == text) {
            return first.made;
        }
        // Each has two places, so that two that come in turn do not push each other out.
        Known<V> second = known.getAcquire(slot ^ 1);
        if (second != null && second.text == text) {
            return second.made;
        }
        V made = make.apply(text);
        if (made != null && text.length() <= LONGEST) {
            int more = text.length() - (first == null || second == null ? 0 : second.text.length());
            if (characters.addAndGet(more) > MOST_CHARACTERS) {
                forgetAll();
                characters.set(text.length());
                first = null;
            }
            if (first != null) {
                known.setRelease(slot ^ 1, first);
            }
            known.setRelease(slot, new Known<>(text, made));
        }
        return made;
    }

    /** What is counted is about right where threads meet; there are never more than the slots hold. */
    private void forgetAll() {
        for (int i = 0; i < known.length(); i++) {
            known.setRelease(i, null);
        }
    }
}
