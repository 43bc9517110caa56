package io.gatehouse.domain.quota;

import java.util.Collections;
import java.util.List;

/** The fake that others test with is held to the contract as well. */
class FakeCounterStoreTest extends CounterStoreContract {

    private final FakeCounterStore store = new FakeCounterStore();

    @Override
    protected List<CounterStore> stores(int count) {
        return Collections.nCopies(count, store);
    }

    @Override
    protected StoreControl control() {
        return store;
    }
}
