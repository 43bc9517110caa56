package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.compiler.document.ProcessRules;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.mongodb.MongoConnections;
import java.time.Instant;
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
 * @param problems everything that is wrong, and warnings about the configuration and the files it names
 * @param refusals what is right, but keeps the gateway from starting: somebody relies on it, and this version does not do it
 */
public record LoadedConfiguration(
        @Nullable GatewayConfiguration configuration,
        @Nullable WatchedSource source,
        RegistryReading.@Nullable Result outcome,
        Problems problems,
        List<String> refusals) {

    public LoadedConfiguration {
        refusals = List.copyOf(refusals);
    }

    /**
     * Reads. Blocks, for as long as the registry's source does.
     *
     * @param given a source of registries that wins over what the configuration says
     * @param connections through which a registry in a database is read, and goes on being read
     */
    public static LoadedConfiguration of(
            ConfigurationInput input, Optional<RegistrySource> given, MongoConnections connections) {
        var problems = new Problems();
        GatewayConfiguration configuration = input.read(problems);
        if (configuration != null) {
            GeoDatabaseFile.check(configuration, problems);
            UsableUris.check(configuration, input.name(), problems);
            NamedFiles.check(configuration, problems);
        }
        boolean configured = problems.isEmpty();
        RegistryConfiguration named =
                configuration == null ? input.registryDespiteProblems() : configuration.registry();
        WatchedSource source = given.map(WatchedSource::given)
                .orElseGet(() -> named == null
                        ? null
                        : new RegistrySources(connections, input.environment(), environment(configuration))
                                .of(named, input.name(), problems));
        RegistryReading.Result outcome =
                source == null ? null : RegistryReading.read(source.source(), Capabilities.of(configuration));
        RegistryReading.tell(outcome, input.name(), problems);
        LoadedRegistry registry = RegistryReading.good(outcome);
        if (registry != null) {
            NamedFiles.check(registry.documents(), problems);
        }
        return new LoadedConfiguration(
                configured ? configuration : null, source, outcome, problems, refusals(input.name(), configuration));
    }

    private static @Nullable String environment(@Nullable GatewayConfiguration configuration) {
        return configuration == null ? null : configuration.environment();
    }

    /** Protection that nothing would stand in for. */
    private static List<String> refusals(String name, @Nullable GatewayConfiguration configuration) {
        return configuration == null || configuration.listen().tls() == null
                ? List.of()
                : List.of(name + " listen.tls: HTTPS towards clients is not available in this version");
    }

    /** The registry; null if it has problems or no source. */
    public @Nullable LoadedRegistry registry() {
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

    /** What an operator should know of, although the gateway starts; one line each. */
    public List<String> warnings() {
        var all = new ArrayList<>(problems.warnings());
        LoadedRegistry registry = registry();
        if (registry != null) {
            all.addAll(registry.notices());
            var expired = new Problems();
            ProcessRules.warnOfExpiredKeys(
                    registry.documents(), Instant.ofEpochMilli(new SystemClock().epochMillis()), expired);
            all.addAll(expired.warnings());
        }
        return all.stream().map(Notice::toString).toList();
    }
}
