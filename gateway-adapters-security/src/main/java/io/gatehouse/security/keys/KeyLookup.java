package io.gatehouse.security.keys;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the keys that a token may have been signed with. Never throws; safe for concurrent use. */
public interface KeyLookup {

    /** What is known of the key that a token names. */
    sealed interface KeyLookupResult {

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

    /** The result if nobody has to be waited for, else null; never blocks. */
    @Nullable
    KeyLookupResult atOnce(@Nullable String id, String algorithm);

    /** The result, which may take a bounded time; nobody blocks for it. */
    CompletionStage<KeyLookupResult> waiting(@Nullable String id, String algorithm);

    /** The result by keys that are fetched from now on; for where those that are known do not fit. */
    CompletionStage<KeyLookupResult> newest(@Nullable String id, String algorithm);

    /** Whether there may ever be other keys than those that are known. */
    boolean mayChange();

    /** One key that never changes: a name that a token gives is not looked at, as whoever configured the key gave it none. */
    static KeyLookup fixed(VerificationKey key) {
        return new KeyLookup() {
            @Override
            public KeyLookupResult atOnce(@Nullable String id, String algorithm) {
                return key.algorithms().contains(algorithm)
                        ? new KeyLookupResult.Found(List.of(key))
                        : new KeyLookupResult.Absent();
            }

            @Override
            public CompletionStage<KeyLookupResult> waiting(@Nullable String id, String algorithm) {
                return CompletableFuture.completedFuture(atOnce(id, algorithm));
            }

            @Override
            public CompletionStage<KeyLookupResult> newest(@Nullable String id, String algorithm) {
                return waiting(id, algorithm);
            }

            @Override
            public boolean mayChange() {
                return false;
            }
        };
    }
}
