package io.gatehouse.plugin;

import io.gatehouse.domain.memory.HeapShare;
import java.util.List;
import java.util.Optional;

/**
 * What an adapter does besides its port, for the program and its operators; each part is optional. Bound by the adapter's module,
 * if it wants any of it. One that is {@link AutoCloseable} is closed when the gateway ends, before the timer.
 */
public interface AdapterSupport {

    /**
     * The gateway starts to serve: begins what goes on without anybody asking for it. Returns soon, waits for nobody; what takes
     * longer than 20 s, or throws, keeps the gateway from starting.
     */
    default void start() {}

    /** What it takes of the heap that grows with callers; the metrics show it. */
    default List<HeapShare> heapShares() {
        return List.of();
    }

    /** How the store behind it fares, as {@code /health} shows it; empty if there is none. Called by any thread, never blocks. */
    default Optional<StoreStatus> store() {
        return Optional.empty();
    }

    /**
     * How a store fares.
     *
     * @param out whether it does not answer
     * @param sinceMillis since when that is so, in milliseconds since the epoch
     * @param nodes processes that use it together, this one included
     */
    record StoreStatus(boolean out, long sinceMillis, int nodes) {}
}
