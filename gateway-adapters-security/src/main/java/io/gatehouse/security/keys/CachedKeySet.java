package io.gatehouse.security.keys;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a key set at one moment. Times are those of a monotonic clock, in nanoseconds.
 *
 * @param keys the keys of the last response; null if there has been none
 * @param confirmedAt when that fetch began: the set cannot have been newer than that
 * @param failing whether the last fetch has failed
 * @param triedAt when the last fetch ended
 * @param fetch the number of the last fetch that has ended, counted from 1; 0 before that
 */
record CachedKeySet(@Nullable KeyRing keys, long confirmedAt, boolean failing, long triedAt, long fetch) {

    static final CachedKeySet NOTHING = new CachedKeySet(null, 0, false, 0, 0);

    CachedKeySet renewed(KeyRing fetched, long begunAt, long now, long number) {
        return new CachedKeySet(fetched, begunAt, false, now, number);
    }

    CachedKeySet failed(long now, long number) {
        return new CachedKeySet(keys, confirmedAt, true, now, number);
    }

    /** Whether the source has failed so lately that it is left alone. */
    boolean rests(long now, KeySetTimings timings) {
        return failing && now - triedAt < timings.retryAfter().toNanos();
    }

    /** The keys, unless their source has been silent for too long. */
    @Nullable
    KeyRing usable(long now, KeySetTimings timings) {
        return failing && now - confirmedAt > timings.keptWithoutAnswer().toNanos() ? null : keys;
    }

    /** Whether nobody has asked for so long that the keys may not be the provider's any more. */
    boolean forgotten(long now, KeySetTimings timings) {
        return !failing && now - confirmedAt > timings.mostAge().toNanos();
    }

    boolean due(long now, KeySetTimings timings) {
        return now - confirmedAt > timings.refreshAfter().toNanos();
    }
}
