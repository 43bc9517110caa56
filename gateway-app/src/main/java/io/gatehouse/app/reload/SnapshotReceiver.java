package io.gatehouse.app.reload;

import io.gatehouse.domain.registry.Snapshot;

/** Makes a snapshot the one that is served. */
@FunctionalInterface
public interface SnapshotReceiver {

    /** Called by one thread at a time. */
    void activate(Snapshot next);
}
