package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/**
 * The counters by which calls were counted last, one of a limit and one of the calls under way, for the next ones that are counted
 * alike: so they come with the same objects, to which ledgers may have {@linkplain CounterKey#attach attached} what they know. Says
 * nothing itself, so all are equal. Safe for concurrent use.
 */
public final class LastCounters {

    private @Nullable CounterKey last;
    private @Nullable CounterKey before;

    /** The counter of this very quota, if it is one of them; null if not. */
    public @Nullable CounterKey of(String quota) {
        CounterKey one = last;
        if (isOf(one, quota)) {
            return one;
        }
        CounterKey other = before;
        return isOf(other, quota) ? other : null;
    }

    @SuppressWarnings("ReferenceEquality") // another rule, which may count others, has another text, whatever it says
    private static boolean isOf(@Nullable CounterKey counter, String quota) {
        return counter != null && counter.quota() == quota;
    }

    /** This one was the last; it takes the place of the one that was found first. */
    public CounterKey set(CounterKey counter) {
        before = last;
        last = counter;
        return counter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LastCounters;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return last + ", " + before;
    }
}
