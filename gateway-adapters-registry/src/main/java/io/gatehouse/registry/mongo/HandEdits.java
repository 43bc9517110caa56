package io.gatehouse.registry.mongo;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices documents that somebody has changed without saying so: by a hash of all of them, taken once a minute, and as soon as a
 * change stream reports a change, but not twice within a second.
 *
 * <p>{@link #suspect} may come from any thread, everything else from one at a time.
 */
final class HandEdits {

    static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private volatile boolean isSuspected;
    private volatile String seen = "";
    private volatile long lookedAt;

    HandEdits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong() - EVERY.toNanos();
    }

    void suspect() {
        isSuspected = true;
    }

    boolean areToBeLookedFor() {
        long since = nanoTime.getAsLong() - lookedAt;
        boolean looks = since >= (isSuspected ? AT_MOST_EVERY : EVERY).toNanos();
        if (looks) {
            // Before the documents are read: what is changed while they are is suspected again.
            isSuspected = false;
            lookedAt = nanoTime.getAsLong();
        }
        return looks;
    }

    /** What the documents were when they were last read. */
    void saw(String hash) {
        seen = hash;
        lookedAt = nanoTime.getAsLong();
    }

    String seen() {
        return seen;
    }
}
