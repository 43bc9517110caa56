package io.gatehouse.app.command;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInput;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.registry.file.FileRegistry;
import io.gatehouse.registry.file.FileRegistrySettings;
import io.gatehouse.registry.file.RegistryExport;
import io.gatehouse.registry.mongo.ImportPlan;
import io.gatehouse.registry.mongo.MongoRegistry;
import io.gatehouse.registry.mongo.MongoRegistrySettings;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two places between which a registry is moved: the files and the database that one configuration names, whichever of them
 * its gateways read. Placeholders are moved as they are written. Every call blocks.
 */
final class RegistryTransfer implements AutoCloseable {

    private final AdapterCatalog adapters;
    private final GatewayConfiguration configuration;
    private final Path path;
    private final FileRegistry files;
    private final MongoRegistry database;
    private final Supplier<Optional<String>> outage;

    private RegistryTransfer(
            AdapterCatalog adapters,
            GatewayConfiguration configuration,
            Path path,
            FileRegistry files,
            MongoRegistry database,
            Supplier<Optional<String>> outage) {
        this.adapters = adapters;
        this.configuration = configuration;
        this.path = path;
        this.files = files;
        this.database = database;
        this.outage = outage;
    }

    /**
     * Of this configuration.
     *
     * @param files other files than those it names
     */
    public static RegistryTransfer of(ConfigurationInput input, Optional<Path> files, MongoConnections connections)
            throws TransferRefused {
        var problems = new Problems();
        var tree = input.tree(problems);
        AdapterCatalog adapters = LoadedConfiguration.adapters(input, tree, List.of(), problems);
        try {
            return of(input, tree, adapters, files, connections, problems);
        } catch (TransferRefused | RuntimeException e) {
            adapters.close();
            throw e;
        }
    }

    private static RegistryTransfer of(
            ConfigurationInput input,
            Node.@Nullable Mapping tree,
            AdapterCatalog adapters,
            Optional<Path> files,
            MongoConnections connections,
            Problems problems)
            throws TransferRefused {
        GatewayConfiguration configuration = adapters.isBroken() ? null : input.bind(tree, adapters, problems);
        if (configuration == null || !problems.isEmpty()) {
            throw new TransferRefused(input.name() + " has problems", problems);
        }
        var mongo = configuration.registry().settings("mongo", MongoRegistrySettings.class);
        if (mongo == null) {
            throw new TransferRefused(input.name() + ": registry.mongo names no database (expected uri and database)");
        }
        String flaw = MongoUris.flaw(mongo.uri());
        if (flaw != null) {
            throw new TransferRefused(
                    input.name() + " registry.mongo.uri: " + flaw + " (expected " + MongoUris.EXPECTED + ")");
        }
        Path path = files.orElseGet(
                () -> Objects.requireNonNull(configuration.registry().settings("file", FileRegistrySettings.class))
                        .path()
                        .resolve());
        Map<String, String> environment = input.environment();
        return new RegistryTransfer(
                adapters,
                configuration,
                path,
                new FileRegistry(path, environment),
                new MongoRegistry(connections.database(mongo.uri(), mongo.database()), environment),
                () -> connections.outage(mongo.uri()));
    }

    /** Lets the classes of plug-ins go. */
    @Override
    public void close() {
        adapters.close();
    }

    /**
     * What an import of the files would do to the database; refused if the files could not be served by a gateway of this
     * configuration.
     *
     * @param prune whether documents that the files do not have go
     */
    public ImportPlan plan(boolean prune) throws TransferRefused {
        try {
            RegistryTree written = files.written();
            var capabilities = Capabilities.of(configuration, adapters);
            if (RegistryReading.check(files.filled(written), capabilities) instanceof RegistryReading.Broken broken) {
                throw new TransferRefused(path + " has problems, nothing was imported", broken.problems());
            }
            var problems = new Problems();
            RelativePaths.check(written, problems);
            if (!problems.isEmpty()) {
                throw new TransferRefused(path + " names files beside it, nothing was imported", problems);
            }
            return database.plan(written, prune);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    /** Carries it out; gateways that read the database see all of it or nothing. */
    public void carryOut(ImportPlan plan) throws TransferRefused {
        try {
            database.carryOut(plan);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    /** How the files differ from the database, as an import that prunes would list them; nothing is checked and nothing written. */
    public List<String> differences() throws TransferRefused {
        try {
            RegistryTree written = files.written();
            demandWhole(written, path.toString());
            return database.plan(written, true).lines();
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    /**
     * Writes what the database holds to files.
     *
     * @param directory must not exist, or be empty
     * @return the files
     */
    public List<Path> export(Path directory) throws TransferRefused {
        try {
            RegistryTree written = database.written();
            demandWhole(written, written.description());
            return RegistryExport.write(written, directory);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        } catch (DirectoryNotEmptyException e) {
            throw new TransferRefused(directory + " is not empty");
        } catch (IOException e) {
            throw new TransferRefused(directory + " cannot be written: " + e);
        }
    }

    /** Of the files, or of the database: which servers cannot be reached, where that is why. */
    private TransferRefused unavailable(RegistryUnavailable failure) {
        Optional<String> servers = failure.isWorthWaiting() ? outage.get() : Optional.empty();
        return new TransferRefused(servers.orElseGet(() -> String.valueOf(failure.getMessage())));
    }

    private static void demandWhole(RegistryTree tree, String name) throws TransferRefused {
        if (!tree.problems().isEmpty()) {
            var problems = new Problems();
            tree.problems().forEach(problems::add);
            throw new TransferRefused(name + " has problems", problems);
        }
    }

    /**
     * Finds the names of files that are relative to the file they stand in. In a database they would stand beside nothing, and be
     * looked for in the working directory of whatever gateway reads them.
     */
    private static final class RelativePaths {

        /** A secret's placeholder anywhere in a value, or a key set that is a file. */
        private static final Pattern RELATIVE = Pattern.compile("(?<!\\$)\\$\\{file:(?!/)[^}]*}|^file:(?!/).*");

        private final Problems problems;

        private RelativePaths(Problems problems) {
            this.problems = problems;
        }

        static void check(RegistryTree tree, Problems problems) {
            var check = new RelativePaths(problems);
            tree.parts().forEach(part -> check.node("", part));
        }

        private void node(String path, Node node) {
            if (node instanceof Node.Mapping mapping) {
                mapping.entries()
                        .forEach(entry -> node(path.isEmpty() ? entry.key() : path + "." + entry.key(), entry.value()));
            } else if (node instanceof Node.Sequence sequence) {
                sequence.items().forEach(item -> node(path, item));
            } else if (node instanceof Node.Scalar scalar) {
                Matcher relative = RELATIVE.matcher(scalar.text());
                if (relative.find()) {
                    problems.add(scalar.origin(), path, relative.group(), "the absolute name of a file");
                }
            }
        }
    }
}
