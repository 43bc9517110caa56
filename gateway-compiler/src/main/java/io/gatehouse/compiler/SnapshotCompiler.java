package io.gatehouse.compiler;

import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.registry.SourceDetails;
import io.gatehouse.domain.time.GatewayClock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots of documents in which no problem was found, and numbers them from 1.
 *
 * <p>Equal documents give equal services, whatever their source. Of documents equal to those before, nothing is compiled a second
 * time. Safe for concurrent use.
 */
public final class SnapshotCompiler {

    private final AtomicLong revision = new AtomicLong();
    private final GatewayClock clock;
    private final boolean admitsUnknownPlaces;
    private volatile @Nullable CompiledTenancy last;

    /** Compiles; the flag says whether addresses of unknown place pass rules about countries. */
    public SnapshotCompiler(GatewayClock clock, boolean admitsUnknownPlaces) {
        this.clock = clock;
        this.admitsUnknownPlaces = admitsUnknownPlaces;
    }

    /** The snapshot of these documents; {@code source} says where they are from, for people. */
    public Snapshot compile(RegistryDocuments documents, String source) {
        return compile(documents, source, "", SourceDetails.NONE);
    }

    /** The same where the hash of their content is known, and what the source knows besides. */
    public Snapshot compile(RegistryDocuments documents, String source, String hash, SourceDetails details) {
        DedicatedHosts own = DedicatedHosts.of(documents);
        CompiledTenancy tenancy = CompiledTenancy.of(documents, admitsUnknownPlaces, own, last);
        last = tenancy;
        return new Snapshot(
                revision.incrementAndGet(),
                source,
                clock.epochMillis(),
                ServiceCompiler.compile(documents.services(), own),
                tenancy.keys(),
                tenancy.policy().policy(),
                hash,
                tenancy.packages().all(),
                details);
    }
}
