package io.gatehouse.observability.mongo;

import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStoreContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of stores over an emulator of MongoDB. */
class MongoUsageStoreTest extends UsageStoreContract {

    private final UsageDatabase database = UsageDatabase.emulated();

    @Override
    protected List<UsageStore> stores(int count) {
        return Stream.generate(database::store).limit(count).toList();
    }

    @Override
    protected StoreControl control() {
        return database;
    }

    @Test
    void theServerIsToldWhenToDropDocuments() {
        MongoRetention.check(database);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
