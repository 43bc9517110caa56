package io.gatehouse.observability.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import io.gatehouse.domain.usage.UsageStore.Sum;
import io.gatehouse.domain.usage.UsageStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of stores over an emulator of MongoDB. */
class MongoUsageStoreTest extends UsageStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofDays(400);

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
    void documentsAreDroppedWhenTheirTimeHasCome() {
        MongoRetention.check(database);
    }

    /** Somebody else's documents, or such as a hand has changed: what can be read is read. */
    @Test
    void readsBesideDocumentsOfOthers() {
        UsageStore store = database.store();
        store.write(List.of(), List.of(new Note("key a", 1, 2, -1)), KEEP, TIMEOUT);
        Row row = new Row("r:1", 5, new Series("acme", "", "", "orders", "1", "2xx"), new Counts(3, 0, 0, 0));
        store.write(List.of(row), List.of(), KEEP, TIMEOUT);
        database.insert("usage_notes", new Document("since", 1L));
        database.insert("usage_notes", new Document("_id", "key b").append("since", "yesterday"));
        database.insert(
                "usage_rows", new Document("hour", 5.0).append("tenant", "acme").append("calls", "many"));
        database.insert("usage_rows", new Document("hour", "five"));
        database.insert("usage_rows", new Document());

        assertThat(store.notes(TIMEOUT)).containsExactly(new Note("key a", 1, 2, -1));
        Query query = new Query(List.of(UsageDimension.HOUR, UsageDimension.TENANT), Map.of(), 0, 10, 100);
        assertThat(store.sum(query, TIMEOUT))
                .contains(new Sum(List.of("5", "acme"), new Counts(3, 0, 0, 0)))
                .allMatch(sum -> sum.group().get(0).equals("5"));
    }

    @AfterEach
    void close() {
        database.close();
    }
}
