package io.gatehouse.app.startup;

import com.google.inject.Injector;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.explain.RequestExplainer;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.Reading;
import io.gatehouse.app.reading.RegistryCompilation;
import io.gatehouse.app.wiring.Extensions;
import io.gatehouse.app.wiring.GatewayModules;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.upstream.Upstreams;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a gateway that only thinks: it listens nowhere, probes nobody, and takes every host for healthy.
 *
 * @param explainer explains as the running gateway would
 * @param snapshot the registry, compiled
 */
public record OfflineGateway(RequestExplainer explainer, Snapshot snapshot) {

    /** The gateway of a configuration; null if that has problems or names no registry that can be read. */
    public static @Nullable OfflineGateway of(Reading reading) {
        GatewayConfiguration configuration = reading.configuration();
        ReadRegistry registry = reading.registry();
        if (!reading.problems().isEmpty() || configuration == null || registry == null) {
            return null;
        }
        Snapshot snapshot = RegistryCompilation.of(configuration, registry);
        Injector parts = GatewayModules.injector(configuration, snapshot, Extensions.NONE);
        parts.getInstance(Upstreams.class).update(snapshot.services());
        return new OfflineGateway(parts.getInstance(RequestExplainer.class), snapshot);
    }
}
