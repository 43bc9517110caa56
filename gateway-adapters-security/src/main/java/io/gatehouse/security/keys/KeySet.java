package io.gatehouse.security.keys;

import io.gatehouse.domain.time.GatewayClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of one set that a token may have been signed with, kept fresh by their use: a set that is old is fetched again beside the request that finds it so, and
 * an unknown key has it fetched out of turn, at a bounded rate.
 *
 * <p>A key is absent only if a fetch that has begun after it was asked for did not bring it, so that no unknown key before it
 * can have taken what a new one needs; all that ask wait for that fetch. While the source fails, the last keys are used,
 * and a key that is not among them is unreachable rather than absent: the source might know it. Never throws; safe for
 * concurrent use.
 */
public final class KeySet {

    /** What is known of the key that a token names. */
    public sealed interface KeyLookupResult {

        /** These may be it; never empty. */
        record Found(List<VerificationKey> keys) implements KeyLookupResult {

            public Found {
                keys = List.copyOf(keys);
            }
        }

        /** There is no such key. */
        record Absent() implements KeyLookupResult {}

        /** Nobody can say, as the keys cannot be had. */
        record Unreachable() implements KeyLookupResult {}
    }

    private static final KeyLookupResult ABSENT = new KeyLookupResult.Absent();
    private static final KeyLookupResult UNREACHABLE = new KeyLookupResult.Unreachable();

    /** More fetches than there will ever be: no fetch has begun after such a number. */
    private static final long NEVER = Long.MAX_VALUE;

    private final KeySetTimings timings;
    private final GatewayClock clock;
    private final KeySetFetch fetch;

    /** One that is fetched so, by the same timings and clock. */
    KeySet(KeySetFetch fetch, KeySetTimings timings, GatewayClock clock) {
        this.fetch = fetch;
        this.timings = timings;
        this.clock = clock;
    }

    /** The result if nobody has to be waited for, else null; never blocks. */
    public @Nullable KeyLookupResult atOnce(@Nullable String id, String algorithm) {
        return judge(id, algorithm, NEVER);
    }

    /** The result, which may take a bounded time; nobody blocks for it. */
    public CompletionStage<KeyLookupResult> waiting(@Nullable String id, String algorithm) {
        return ask(id, algorithm, false);
    }

    /** The result by keys that are fetched from now on; for where those that are known do not fit. */
    public CompletionStage<KeyLookupResult> newest(@Nullable String id, String algorithm) {
        return ask(id, algorithm, true);
    }

    private CompletionStage<KeyLookupResult> ask(@Nullable String id, String algorithm, boolean newer) {
        var result = new CompletableFuture<KeyLookupResult>();
        goOn(new Query(id, algorithm, fetch.begun(), newer, result));
        return result;
    }

    /**
     * Somebody who waits.
     *
     * @param begun how many fetches had begun before
     * @param newer whether only the keys of a later fetch count
     */
    private record Query(
            @Nullable String id,
            String algorithm,
            long begun,
            boolean newer,
            CompletableFuture<KeyLookupResult> result) {}

    /** Completes it, or comes back when the next fetch has ended: the second one at the latest has begun late enough. */
    private void goOn(Query query) {
        KeySetFetch.CachedKeySet held = fetch.cached();
        KeyLookupResult result = null;
        if (!query.newer() || held.fetch() > query.begun()) {
            result = judge(query.id(), query.algorithm(), query.begun());
        } else if (held.rests(clock.nanoTime(), timings)) {
            result = UNREACHABLE;
        }
        if (result == null) {
            fetch.next(() -> goOn(query));
        } else {
            query.result().complete(result);
        }
    }

    /** The result by what is cached; null if a fetch is needed that has begun after so many others. */
    private @Nullable KeyLookupResult judge(@Nullable String id, String algorithm, long begun) {
        long now = clock.nanoTime();
        KeySetFetch.CachedKeySet held = fetch.cached();
        KeyRing keys = held.forgotten(now, timings) ? null : held.usable(now, timings);
        boolean rests = held.rests(now, timings);
        if (keys != null && !rests && held.due(now, timings)) {
            fetch.begin();
        }
        List<VerificationKey> fitting = keys == null ? List.of() : keys.fitting(id, algorithm);
        if (!fitting.isEmpty()) {
            return new KeyLookupResult.Found(fitting);
        }
        boolean asked = held.fetch() > begun;
        if (held.failing()) {
            return rests || asked ? UNREACHABLE : null;
        }
        return asked ? ABSENT : null;
    }
}
