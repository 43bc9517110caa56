package io.gatehouse.app.comparison;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.reading.LoadedRegistry;
import io.gatehouse.app.reading.RegistryCompilation;
import io.gatehouse.comparison.RegistryComparison;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.domain.time.GatewayClock;

/** Compares registries as gateways of some configuration would serve them. */
public final class ComparedRegistries {

    private ComparedRegistries() {}

    /** What changes from the one, served with its configuration, to the other, served with that of its own. */
    public static ComparisonReport compare(
            LoadedRegistry before,
            GatewayConfiguration configurationBefore,
            LoadedRegistry after,
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

    private static RegistrySide side(LoadedRegistry registry, GatewayConfiguration configuration, GatewayClock clock) {
        var snapshot =
                RegistryCompilation.compiler(configuration, clock).compile(registry.documents(), registry.source());
        return new RegistrySide(registry.documents(), snapshot, configuration.environment());
    }
}
