package io.gatehouse.security.key;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keys that never change: a name that a token gives is not looked at, as whoever configured the key gave it none. */
record FixedKeys(KeyRing ring) implements KeyLookup {

    @Override
    public KeyLookupResult atOnce(@Nullable String id, String algorithm) {
        List<VerificationKey> fitting = ring.fitting(null, algorithm);
        return fitting.isEmpty() ? new KeyLookupResult.Absent() : new KeyLookupResult.Found(fitting);
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
}
