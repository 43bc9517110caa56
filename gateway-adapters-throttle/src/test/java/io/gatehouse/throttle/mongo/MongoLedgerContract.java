package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.throttle.shared.SharedLedgerContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of ledgers over a server, by one client over TCP for each process. */
abstract class MongoLedgerContract extends SharedLedgerContract {

    private final @Nullable TestStore store;

    /** Over this store; null if there is none to test with. */
    MongoLedgerContract(LedgerMode mode, @Nullable TestStore store) {
        super(
                mode,
                () -> Objects.requireNonNull(store).counters(),
                store == null || !store.isEmulated() ? null : store);
        this.store = store;
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }
}
