package io.gatehouse.app.comparison;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.RegistryCompilation;
import io.gatehouse.domain.comparison.RegistryComparison;
import io.gatehouse.domain.comparison.RegistrySide;
import io.gatehouse.domain.time.GatewayClock;

/** Compares registries as gateways of some configuration would serve them. */
public final class ComparedRegistries {

    private ComparedRegistries() {}

    /** What changes from the one, served with its configuration, to the other, served with that of its own. */
    public static ComparisonReport compare(
            ReadRegistry before,
            GatewayConfiguration configurationBefore,
            ReadRegistry after,
            GatewayConfiguration configurationAfter,
            GatewayClock clock) {
        return ComparisonReport.of(
                before.source(),
                after.source(),
                RegistryComparison.of(
                        side(before, configurationBefore, clock),
                        side(after, configurationAfter, clock),
                        clock.epochMillis()));
    }

    private static RegistrySide side(ReadRegistry registry, GatewayConfiguration configuration, GatewayClock clock) {
        var snapshot =
                RegistryCompilation.compiler(configuration, clock).compile(registry.documents(), registry.source());
        return new RegistrySide(registry.documents(), snapshot, configuration.environment());
    }
}
