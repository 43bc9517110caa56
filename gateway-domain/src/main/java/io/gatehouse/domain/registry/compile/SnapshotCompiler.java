package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.registry.document.RegistryDocuments;
import io.gatehouse.domain.time.GatewayClock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes snapshots of documents in which no problem was found, and numbers them from 1.
 *
 * <p>Equal documents give equal services, whatever their source. Safe for concurrent use.
 */
public final class SnapshotCompiler {

    private final AtomicLong revision = new AtomicLong();
    private final GatewayClock clock;

    public SnapshotCompiler(GatewayClock clock) {
        this.clock = clock;
    }

    /** The snapshot of these documents; {@code source} says where they are from, for people. */
    public Snapshot compile(RegistryDocuments documents, String source) {
        return new Snapshot(
                revision.incrementAndGet(), source, clock.epochMillis(), ServiceCompiler.compile(documents.services()));
    }
}
