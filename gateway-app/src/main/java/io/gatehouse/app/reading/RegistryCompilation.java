package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.UnknownAddress;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.registry.compile.SnapshotCompiler;
import io.gatehouse.domain.time.SystemClock;

/** Turns a registry without problems into what requests are judged by. */
public final class RegistryCompilation {

    private RegistryCompilation() {}

    /** The snapshot, as the configuration of the process wants it. */
    public static Snapshot of(GatewayConfiguration configuration, ReadRegistry registry) {
        var geo = configuration.geo();
        boolean admitsUnknownPlaces = geo != null && geo.unknown() == UnknownAddress.ALLOW;
        return new SnapshotCompiler(new SystemClock(), admitsUnknownPlaces)
                .compile(registry.documents(), registry.source());
    }
}
