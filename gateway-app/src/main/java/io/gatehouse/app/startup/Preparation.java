package io.gatehouse.app.startup;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.Reading;
import io.gatehouse.app.reading.RegistryCompilation;
import io.gatehouse.domain.registry.Snapshot;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be known before anything is made.
 *
 * @param configuration the configuration of the process, without problems
 * @param snapshot the registry, compiled
 */
record Preparation(GatewayConfiguration configuration, Snapshot snapshot) {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    /** Reads and compiles everything; throws {@link StartFailure} if something is wrong, or cannot be relied on. */
    static Preparation of(GatehouseConfiguration given) {
        Reading reading = Reading.of(given.input(), given.extensions().registry());
        List<String> refusals = reading.refusals();
        if (!reading.problems().isEmpty()) {
            throw StartFailure.of(reading.problems());
        }
        if (!refusals.isEmpty()) {
            throw StartFailure.refused(refusals);
        }
        GatewayConfiguration configuration = reading.configuration();
        ReadRegistry registry = reading.registry();
        if (configuration == null || registry == null) {
            throw new StartFailure("the configuration names no registry that can be read");
        }
        reading.warnings().forEach(LOG::warn);
        return new Preparation(configuration, RegistryCompilation.of(configuration, registry));
    }
}
