package io.gatehouse.security.key;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the keys that a token may have been signed with. Never throws; safe for concurrent use. */
public interface KeyLookup {

    /** The answer if nobody has to be waited for, else null; never blocks. */
    @Nullable
    KeyLookupResult atOnce(@Nullable String id, String algorithm);

    /** The answer, which may take a bounded time; nobody blocks for it. */
    CompletionStage<KeyLookupResult> waiting(@Nullable String id, String algorithm);

    /** The answer by keys that are fetched from now on; for where those that are known do not fit. */
    CompletionStage<KeyLookupResult> newest(@Nullable String id, String algorithm);

    /** Whether there may ever be other keys than those that are known. */
    boolean mayChange();

    /** Keys that never change. */
    static KeyLookup fixed(KeyRing ring) {
        return new FixedKeys(ring);
    }
}
