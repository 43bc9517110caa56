package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.policy.GatewayPolicy;
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
    private final boolean admitsUnknownPlaces;

    /** Compiles; the flag says whether addresses of unknown place pass rules about countries. */
    public SnapshotCompiler(GatewayClock clock, boolean admitsUnknownPlaces) {
        this.clock = clock;
        this.admitsUnknownPlaces = admitsUnknownPlaces;
    }

    /** The snapshot of these documents; {@code source} says where they are from, for people. */
    public Snapshot compile(RegistryDocuments documents, String source) {
        var quotas = new QuotaCompiler(documents.policy().throttling());
        GatewayPolicy policy = PolicyCompiler.compile(documents.policy(), quotas.gateway());
        OwnHosts own = OwnHosts.of(documents);
        return new Snapshot(
                revision.incrementAndGet(),
                source,
                clock.epochMillis(),
                ServiceCompiler.compile(documents.services(), own),
                TenancyCompiler.compile(documents, policy.issuer(), new KeyCompiler(admitsUnknownPlaces, quotas, own)),
                policy);
    }
}
