package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.geo.GeoConfiguration.UnknownAddress;

/** Makes what turns a registry without problems into what requests are judged by. */
public final class RegistryCompilation {

    private RegistryCompilation() {}

    /** A compiler of snapshots as the configuration of the process wants them. */
    public static SnapshotCompiler compiler(GatewayConfiguration configuration, GatewayClock clock) {
        var geo = configuration.geo();
        boolean admitsUnknownPlaces = geo != null && geo.unknown() == UnknownAddress.ALLOW;
        return new SnapshotCompiler(clock, admitsUnknownPlaces);
    }
}
