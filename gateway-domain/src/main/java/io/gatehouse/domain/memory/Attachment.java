package io.gatehouse.domain.memory;

import org.jspecify.annotations.Nullable;

/**
 * What somebody made of the object that has it, to be found there the next time. Says nothing of that object, so all are equal.
 * Lives as long as the object does, so what is attached is small. Safe for concurrent use, where what is attached is.
 */
public final class Attachment {

    private volatile @Nullable Object made;

    /** What was attached last, by whomever and on whichever thread; null if nothing was. */
    public @Nullable Object get() {
        return made;
    }

    /** Keeps this in place of what was attached before. */
    public void set(Object other) {
        made = other;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attachment;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Attachment";
    }
}
