package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/**
 * The counter by which a call was counted last, for the next one that is counted alike: so it comes with the same object, to which a ledger may
 * have {@linkplain CounterKey#attach attached} what it knows. Says nothing itself, so all are equal. Safe for concurrent use.
 */
public final class LastCounter {

    private @Nullable CounterKey counter;

    /** The counter, if it was one of this very quota; null if not. */
    @SuppressWarnings("ReferenceEquality") // another rule, which may count others, has another text, whatever it says
    public @Nullable CounterKey of(String quota) {
        CounterKey last = counter;
        return last != null && last.quota() == quota ? last : null;
    }

    /** This one was the last. */
    public CounterKey set(CounterKey last) {
        counter = last;
        return last;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LastCounter;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return String.valueOf(counter);
    }
}
