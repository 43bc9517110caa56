package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.document.UnenforcedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator has written, read once: the configuration of the process and the registry it names.
 *
 * @param configuration the process; null if it has problems
 * @param source where the registry is; null if that is not known, or not available in this version
 * @param outcome what came of reading the registry; null if it has no source
 * @param problems everything that is wrong
 * @param notYet what is right, but not acted upon
 */
public record Reading(
        @Nullable GatewayConfiguration configuration,
        @Nullable WatchedSource source,
        RegistryReading.@Nullable Result outcome,
        Problems problems,
        List<NotYet> notYet) {

    /**
     * Reads. Blocks, for as long as the registry's source does.
     *
     * @param given a source of registries that wins over what the configuration says
     * @param connections through which a registry in a database is read, and goes on being read
     */
    public static Reading of(ConfigurationInput input, Optional<RegistrySource> given, MongoConnections connections) {
        var problems = new Problems();
        GatewayConfiguration configuration = input.read(problems);
        if (configuration != null) {
            GeoDatabaseFile.check(configuration, problems);
        }
        RegistryConfiguration named =
                configuration == null ? input.registryDespiteProblems() : configuration.registry();
        WatchedSource source = given.map(WatchedSource::given)
                .orElseGet(() -> named == null
                        ? null
                        : new RegistrySources(connections, input.environment(), environment(configuration))
                                .of(named, input.name(), problems));
        RegistryReading.Result outcome =
                source == null ? null : RegistryReading.read(source.source(), Means.of(configuration));
        RegistryReading.tell(outcome, input.name(), problems);
        ReadRegistry registry = RegistryReading.good(outcome);
        List<NotYet> notYet = notYet(input.name(), configuration, registry);
        return new Reading(configuration, source, outcome, problems, notYet);
    }

    private static @Nullable String environment(@Nullable GatewayConfiguration configuration) {
        return configuration == null ? null : configuration.environment();
    }

    /** The registry; null if it has problems or no source. */
    public @Nullable ReadRegistry registry() {
        return RegistryReading.good(outcome);
    }

    /**
     * That the registry's store cannot be reached, or holds nothing yet, in one line; empty if it can, or if anything else is wrong
     * too.
     */
    public Optional<String> unavailable() {
        return problems.total() == 1
                        && outcome instanceof RegistryReading.Missing missing
                        && missing.reason().isWorthWaiting()
                ? Optional.of(missing.message())
                : Optional.empty();
    }

    /** What keeps the gateway from starting although everything is written as it should be. */
    public List<String> refusals() {
        return notYet.stream().filter(NotYet::refused).map(NotYet::line).toList();
    }

    /** What an operator should know of, although the gateway starts. */
    public List<String> warnings() {
        return notYet.stream().filter(part -> !part.refused()).map(NotYet::line).toList();
    }

    private static List<NotYet> notYet(
            String name, @Nullable GatewayConfiguration configuration, @Nullable ReadRegistry registry) {
        var parts = new ArrayList<NotYet>();
        if (configuration != null) {
            parts.addAll(NotYetSettings.of(configuration, name));
        }
        if (registry != null) {
            UnenforcedParts.of(registry.documents()).stream().map(NotYet::of).forEach(parts::add);
        }
        return List.copyOf(parts);
    }
}
