package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.CounterStoreContract;
import io.gatehouse.domain.quota.StoreControl;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** The contract of stores over an emulator of MongoDB. */
class MongoCounterStoreTest extends CounterStoreContract {

    private final TestStore store = TestStore.emulated();

    @Override
    protected List<CounterStore> stores(int count) {
        return Stream.generate(store::counters).limit(count).toList();
    }

    @Override
    protected StoreControl control() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
