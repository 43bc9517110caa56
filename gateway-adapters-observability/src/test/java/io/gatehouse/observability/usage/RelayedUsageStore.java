package io.gatehouse.observability.usage;

import io.gatehouse.domain.usage.UsageStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store before another one, for those that fail. */
abstract class RelayedUsageStore implements UsageStore {

    private final UsageStore store;

    RelayedUsageStore(UsageStore store) {
        this.store = store;
    }

    @Override
    public void write(List<Row> rows, Duration retention, Duration timeout) {
        store.write(rows, retention, timeout);
    }

    @Override
    public List<Sum> sum(Query query, Duration timeout) {
        return store.sum(query, timeout);
    }

    @Override
    public void present(Collection<String> names, long hour, Duration retention, Duration timeout) {
        store.present(names, hour, retention, timeout);
    }

    @Override
    public void used(Map<String, Long> hours, Duration retention, Duration timeout) {
        store.used(hours, retention, timeout);
    }

    @Override
    public List<NameUse> names(Duration timeout) {
        return store.names(timeout);
    }

    @Override
    public void watched(Watch watch, Duration retention, Duration timeout) {
        store.watched(watch, retention, timeout);
    }

    @Override
    public List<Watch> watches(Duration timeout) {
        return store.watches(timeout);
    }
}
