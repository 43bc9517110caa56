package io.gatehouse.observability.mongo;

import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStoreContract;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of stores over the server that MONGODB_URI names. */
@EnabledIfEnvironmentVariable(
        named = UsageDatabase.URI_VARIABLE,
        matches = ".+",
        disabledReason = "MONGODB_URI names no server")
class MongoUsageStoreOnNamedServerTest extends UsageStoreContract {

    private final @Nullable UsageDatabase database = UsageDatabase.named();

    @Override
    protected List<UsageStore> stores(int count) {
        UsageDatabase named = Objects.requireNonNull(database);
        return Stream.generate(named::store).limit(count).toList();
    }

    @Test
    void theServerIsToldWhenToDropDocuments() {
        MongoRetention.check(Objects.requireNonNull(database));
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }
}
