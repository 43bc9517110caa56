package io.gatehouse.domain.request;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that come again as the same object, as header values of callers do who call again and again.
 *
 * <p>Compares objects and not what they say: nobody learns from the time of a look-up what others have sent. Keeps as many as
 * it has slots. Safe for concurrent use.
 *
 * @param <V> what is made of a text
 */
public final class RememberedText<V> {

    private static final int SLOTS = 2048;

    /** Longer ones are not remembered, so that it is known what they take. */
    private static final int LONGEST = 2048;

    private final AtomicReferenceArray<@Nullable Known<V>> known = new AtomicReferenceArray<>(SLOTS);

    private record Known<V>(String text, V made) {}

    /** What is made of the text, now or before; null if that is nothing, which is not remembered. */
    @SuppressWarnings("ReferenceEquality") // see above
    public @Nullable V of(String text, Function<String, @Nullable V> make) {
        int slot = (text.hashCode() * 0x9e3779b9) >>> 21;
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
            if (first != null) {
                known.setRelease(slot ^ 1, first);
            }
            known.setRelease(slot, new Known<>(text, made));
        }
        return made;
    }
}
