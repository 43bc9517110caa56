package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.CounterStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where calls with keys are kept. Throws what a {@link CounterStore} throws. Safe for concurrent use. */
interface CallStore {

    @Nullable
    KeptCall read(String key);

    /** Replaces what is kept if it still is what is expected; null if that is nothing. The tenant is whose room it takes. */
    boolean replace(String key, String tenant, @Nullable KeptCall expected, KeptCall next);

    /** Keeps them with the counters of limits, for all processes that count there. */
    static CallStore in(CounterStore store, Duration timeout) {
        return new CallStore() {
            @Override
            public @Nullable KeptCall read(String key) {
                return KeptCall.decode(store.read(key, timeout));
            }

            @Override
            public boolean replace(String key, String tenant, @Nullable KeptCall expected, KeptCall next) {
                return store.replace(
                        key, expected == null ? null : expected.encode(), next.encode(), next.untilMillis(), timeout);
            }
        };
    }
}
