package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.CounterStoreContract;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of stores over the server that MONGODB_URI names. */
@EnabledIfEnvironmentVariable(
        named = TestStore.URI_VARIABLE,
        matches = ".+",
        disabledReason = "MONGODB_URI names no server")
class MongoCounterStoreOnNamedServerTest extends CounterStoreContract {

    private final @Nullable TestStore store = TestStore.named();

    @Override
    protected List<CounterStore> stores(int count) {
        TestStore named = Objects.requireNonNull(store);
        return Stream.generate(named::counters).limit(count).toList();
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
