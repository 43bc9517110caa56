package io.gatehouse.app.reading;

import com.google.inject.Module;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdapterFailure;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.app.plugin.KnownAdapter;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.compiler.document.ProcessRules;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator has written, read once: the configuration of the process and the registry it names.
 *
 * @param adapters those that the configuration may name
 * @param configuration the process; null if it has problems
 * @param source where the registry is; null if that is not known, or not available in this version
 * @param outcome what came of reading the registry; null if it has no source
 * @param problems everything that is wrong, and warnings about the configuration and the files it names
 * @param refusals what is right, but keeps the gateway from starting: certificates that cannot be used as they are
 */
public record LoadedConfiguration(
        AdapterCatalog adapters,
        @Nullable GatewayConfiguration configuration,
        @Nullable RegistrySource source,
        RegistryReading.@Nullable Result outcome,
        Problems problems,
        List<String> refusals)
        implements AutoCloseable {

    /** The folder of plug-ins of an installation, which its start script names. */
    private static final String PLUGINS_PROPERTY = "gatehouse.plugins";

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
        return of(input, given, List.of(), connections);
    }

    /**
     * The same for a program that brings adapters along.
     *
     * @param embedded these adapters
     */
    public static LoadedConfiguration of(
            ConfigurationInput input,
            Optional<RegistrySource> given,
            List<KnownAdapter> embedded,
            MongoConnections connections) {
        var problems = new Problems();
        Node.Mapping tree = input.tree(problems);
        AdapterCatalog adapters = adapters(input, tree, embedded, problems);
        if (adapters.isBroken()) {
            return new LoadedConfiguration(adapters, null, null, null, problems, List.of());
        }
        GatewayConfiguration configuration = input.bind(tree, adapters, problems);
        if (!problems.isEmpty()) {
            configuration = null;
        }
        var refusals = new ArrayList<String>();
        if (configuration != null) {
            checkSettings(adapters, configuration, input.name(), problems);
            NamedFiles.check(configuration, problems);
            NamedFiles.checkSocket(configuration, problems);
            CertificateFiles.check(
                    configuration, Instant.ofEpochMilli(new SystemClock().epochMillis()), problems, refusals);
        }
        boolean configured = problems.isEmpty();
        RegistrySource source = given.orElse(null);
        if (source == null) {
            source = source(input, tree, configuration, adapters, connections, problems);
        }
        var capabilities = Capabilities.of(configuration, adapters);
        RegistryReading.Result outcome = source == null ? null : RegistryReading.read(source, capabilities);
        RegistryReading.report(outcome, input.name(), problems);
        LoadedRegistry registry = RegistryReading.good(outcome);
        if (registry != null) {
            NamedFiles.check(registry.documents(), problems);
        }
        return new LoadedConfiguration(
                adapters, configured ? configuration : null, source, outcome, problems, refusals);
    }

    /** The adapters that a configuration may name; what is wrong with plug-ins is a problem. */
    public static AdapterCatalog adapters(
            ConfigurationInput input, Node.@Nullable Mapping tree, List<KnownAdapter> embedded, Problems problems) {
        List<FilePath> named = ConfigurationSections.plugins(tree, input.environment());
        String folder = System.getProperty(PLUGINS_PROPERTY);
        return AdapterCatalog.of(named, folder == null ? null : Path.of(folder), embedded, problems);
    }

    /** What binding cannot see; nobody is called. The registry's adapter is asked where it is read. */
    private static void checkSettings(
            AdapterCatalog adapters, GatewayConfiguration configuration, String file, Problems problems) {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            if (point != ExtensionPoint.REGISTRY_SOURCE) {
                adapters.inUse(point, configuration).forEach(used -> check(used, file, problems));
            }
        }
    }

    /** Whether the settings have no problem. */
    private static boolean check(KnownAdapter.InUse used, String file, Problems problems) {
        int before = problems.total();
        List<String> keys = used.adapter().keys();
        Origin origin = keys.isEmpty() ? Origin.of(file) : used.settings().origin();
        ConfigPath place = ConfigPath.root(origin, problems);
        for (String key : keys) {
            place = place.key(key, origin);
        }
        try {
            used.adapter().module().check(used.settings().value(), place);
        } catch (RuntimeException | LinkageError e) {
            String module = used.adapter().module().getClass().getName();
            place.refuse(
                    origin,
                    "these settings",
                    module + " to check them, but it failed with a "
                            + e.getClass().getName());
        }
        return problems.total() == before;
    }

    private static @Nullable RegistrySource source(
            ConfigurationInput input,
            Node.@Nullable Mapping tree,
            @Nullable GatewayConfiguration configuration,
            AdapterCatalog adapters,
            MongoConnections connections,
            Problems problems) {
        RegistryConfiguration registry = null;
        String environment = null;
        if (configuration != null) {
            registry = configuration.registry();
            environment = configuration.environment();
        } else {
            var section = ConfigurationSections.registry(tree, adapters.types());
            registry = section == null ? null : section.registry();
            environment = section == null ? null : section.environment();
        }
        Map<String, Sourced<Record>> written = registry == null ? Map.of() : registry.used();
        List<KnownAdapter.InUse> used = adapters.inUse(ExtensionPoint.REGISTRY_SOURCE, written);
        if (environment == null || used.isEmpty() || !check(used.get(0), input.name(), problems)) {
            return null;
        }
        var process = new ProcessEnvironment(environment, input.environment());
        Module bindings = binder -> {
            binder.bind(GatewayClock.class).toInstance(new SystemClock());
            binder.bind(HeapBudget.class)
                    .toInstance(HeapBudget.of(Runtime.getRuntime().maxMemory()));
            binder.bind(MongoConnections.class).toInstance(connections);
            binder.bind(ProcessEnvironment.class).toInstance(process);
        };
        try {
            return AdaptersInUse.source(used.get(0), adapters, bindings);
        } catch (AdapterFailure e) {
            problems.add(used.get(0).settings().origin(), used.get(0).adapter().path(), "cannot be made", e.expected());
            return null;
        }
    }

    /** Whether the configuration uses anything that a plug-in brings. */
    public boolean usesPlugins() {
        GatewayConfiguration process = configuration;
        return process != null
                && Stream.of(ExtensionPoint.values())
                        .flatMap(point -> adapters.inUse(point, process).stream())
                        .anyMatch(used -> !used.adapter().from().isEmpty());
    }

    /** The registry; null if it has problems or no source. */
    public @Nullable LoadedRegistry registry() {
        return RegistryReading.good(outcome);
    }

    /**
     * That the registry's store cannot be reached, or holds nothing yet, or more than fits into the heap, in one line; empty if none of it
     * is so, or if anything else is wrong too.
     */
    public Optional<String> unavailable() {
        if (problems.total() == 1 && outcome instanceof RegistryReading.TooLarge large) {
            return Optional.of(large.message());
        }
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

    /** Lets the classes of plug-ins go. */
    @Override
    public void close() {
        adapters.close();
    }
}
