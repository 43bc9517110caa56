package io.gatehouse.app.startup;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Problem;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be known before anything is made.
 *
 * @param configuration the configuration of the process, without problems
 * @param registry where the registry is read
 * @param first what was read of it
 */
record StartupInputs(GatewayConfiguration configuration, RegistryInput registry, RegistryInput.First first) {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    /** Of what was read; throws {@link StartFailure} if something is wrong, or cannot be relied on. */
    static StartupInputs of(LoadedConfiguration reading) {
        if (reading.adapters().isBroken()) {
            throw new StartFailure(
                    reading.problems().list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        GatewayConfiguration configuration = reading.configuration();
        RegistrySource source = reading.source();
        if (configuration == null) {
            throw StartFailure.of(reading.problems());
        }
        List<String> refusals = reading.refusals();
        if (!refusals.isEmpty() && (reading.problems().isEmpty() || source == null)) {
            throw StartFailure.refused(refusals);
        }
        if (source == null && !reading.problems().isEmpty()) {
            throw StartFailure.of(reading.problems());
        }
        if (source == null) {
            throw new StartFailure("the configuration names no registry that can be read");
        }
        var registry = new RegistryInput(source, copy(configuration.registry().lastGood(), source));
        RegistryInput.First first = first(reading, configuration, registry.copy());
        reading.problems().warnings().forEach(warning -> LOG.warn("{}", warning));
        return new StartupInputs(configuration, registry, first);
    }

    private static RegistryInput.First first(
            LoadedConfiguration reading, GatewayConfiguration configuration, Optional<LastGoodCopy> copy) {
        LoadedRegistry read = reading.registry();
        if (read != null) {
            if (!reading.problems().isEmpty()) {
                throw StartFailure.of(reading.problems());
            }
            return new RegistryInput.First(Optional.of(read), List.of());
        }
        List<String> problems = reading.unavailable()
                .map(List::of)
                .orElseGet(() -> reading.problems().list().stream()
                        .map(Problem::toString)
                        .toList());
        LoadedRegistry kept = copy.map(there -> kept(there, capabilities(reading, configuration)))
                .orElse(null);
        if (kept != null) {
            LOG.warn("starting from {}", kept.source());
            return new RegistryInput.First(Optional.of(kept), problems);
        }
        if (reading.outcome() instanceof RegistryReading.Missing missing
                && missing.reason().isWorthWaiting()) {
            return new RegistryInput.First(Optional.empty(), problems);
        }
        if (reading.outcome() instanceof RegistryReading.TooLarge large) {
            throw new StartFailure(large.message());
        }
        throw StartFailure.of(reading.problems());
    }

    private static Optional<LastGoodCopy> copy(@Nullable FilePath file, RegistrySource source) {
        return Optional.ofNullable(file).map(path -> new LastGoodCopy(path.resolve(), source));
    }

    private static Capabilities capabilities(LoadedConfiguration reading, GatewayConfiguration configuration) {
        return Capabilities.of(configuration, reading.adapters());
    }

    private static @Nullable LoadedRegistry kept(LastGoodCopy copy, Capabilities capabilities) {
        RegistryReading.Result result = RegistryReading.read(copy, capabilities);
        if (result instanceof RegistryReading.Good good) {
            return good.registry();
        }
        if (result instanceof RegistryReading.Missing missing) {
            LOG.warn("{}", missing.message());
        }
        return null;
    }
}
