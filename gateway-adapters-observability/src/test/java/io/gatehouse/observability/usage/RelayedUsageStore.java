package io.gatehouse.observability.usage;

import io.gatehouse.domain.usage.UsageStore;
import java.time.Duration;
import java.util.List;

/** A store before another one, for those that fail. */
abstract class RelayedUsageStore implements UsageStore {

    private final UsageStore store;

    RelayedUsageStore(UsageStore store) {
        this.store = store;
    }

    @Override
    public void write(List<Row> rows, List<Note> notes, Duration retention, Duration timeout) {
        store.write(rows, notes, retention, timeout);
    }

    @Override
    public List<Sum> sum(Query query, Duration timeout) {
        return store.sum(query, timeout);
    }

    @Override
    public List<Note> notes(Duration timeout) {
        return store.notes(timeout);
    }
}
