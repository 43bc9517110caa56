package io.gatehouse.domain.tenancy;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue that serves tenants in turn: one short bounded queue for each, so that a tenant who fills up its own delays nobody else
 * by more than one item a turn, and is the only one to be turned away.
 *
 * <p>Keeps nothing of tenants without items. Safe for concurrent use; never blocks for longer than another call takes.
 */
public final class FairQueue<T> {

    private final int limit;
    private final Map<String, Line<T>> lines = new HashMap<>();
    private final ArrayDeque<Line<T>> turns = new ArrayDeque<>();

    private record Line<T>(String tenant, ArrayDeque<T> items) {}

    /** An empty queue that holds so many items of each tenant. */
    public FairQueue(int limit) {
        this.limit = limit;
    }

    /** Adds an item behind the tenant's others; false if it has too many already. */
    public synchronized boolean offer(String tenant, T item) {
        Line<T> line = lines.get(tenant);
        if (line == null) {
            line = new Line<>(tenant, new ArrayDeque<>());
            lines.put(tenant, line);
            turns.add(line);
        }
        if (line.items.size() >= limit) {
            return false;
        }
        line.items.add(item);
        return true;
    }

    /** Takes the first item of the tenant whose turn it is; null if there is none of anybody. */
    public synchronized @Nullable T poll() {
        Line<T> line = turns.poll();
        if (line == null) {
            return null;
        }
        T item = line.items.remove();
        if (line.items.isEmpty()) {
            lines.remove(line.tenant);
        } else {
            turns.add(line);
        }
        return item;
    }
}
