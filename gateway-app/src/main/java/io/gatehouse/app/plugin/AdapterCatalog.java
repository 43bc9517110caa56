package io.gatehouse.app.plugin;

import io.gatehouse.app.configuration.BundledAdapters;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapters that a configuration may name: ours, those of plug-ins, and those of an embedding program. Closing it lets the classes of plug-ins go. */
public final class AdapterCatalog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdapterCatalog.class);

    private static final int CLOSE_SECONDS = 10;

    private final Map<String, KnownAdapter> known = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private boolean broken;

    private AdapterCatalog() {}

    /** Ours alone. */
    public static AdapterCatalog own() {
        var catalog = new AdapterCatalog();
        BundledAdapters.named().forEach(module -> catalog.put(new KnownAdapter(module, "", null)));
        BundledAdapters.standard().forEach(module -> catalog.put(new KnownAdapter(module, "", null)));
        return catalog;
    }

    /**
     * Ours and all others; what is wrong with a plug-in is a problem. Reads the jars.
     *
     * @param named jars, or folders of jars
     * @param folder one more folder of jars, if it is there
     * @param given those of an embedding program
     */
    public static AdapterCatalog of(
            List<FilePath> named, @Nullable Path folder, List<KnownAdapter> given, Problems problems) {
        AdapterCatalog catalog = own();
        int before = problems.total();
        for (KnownAdapter adapter : given) {
            if (catalog.put(adapter) != null) {
                problems.add(
                        Origin.of(adapter.module().getClass().getName()),
                        adapter.path(),
                        "a second time",
                        "a name that no other adapter has");
            }
        }
        for (int i = 0; i < named.size(); i++) {
            FilePath file = named.get(i);
            catalog.load(file.resolve(), file.origin(), "plugins[" + i + "]", problems);
        }
        if (folder != null && Files.isDirectory(folder)) {
            catalog.load(folder, Origin.of(folder.toString()), "plugins", problems);
        }
        catalog.broken = problems.total() > before;
        return catalog;
    }

    private void load(Path path, Origin origin, String key, Problems problems) {
        if (!Files.isDirectory(path)) {
            loadJar(path, origin, key, problems);
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .forEach(jar -> loadJar(jar, origin, key, problems));
        } catch (IOException e) {
            problems.add(origin, key, path.toString(), "a folder that can be read, but " + e.getMessage());
        }
    }

    private void loadJar(Path jar, Origin origin, String key, Problems problems) {
        try {
            PluginJar plugin = PluginJar.load(jar);
            open.add(plugin.classes());
            for (AdapterModule module : plugin.adapters()) {
                KnownAdapter adapter = new KnownAdapter(module, jar.toString(), null);
                KnownAdapter other = put(adapter);
                if (other != null) {
                    String where = other.from().isEmpty() ? "the gateway has itself" : other.from() + " brings";
                    problems.add(
                            origin,
                            key,
                            jar.toString(),
                            "an adapter of another name than " + adapter.path() + ", which " + where);
                }
            }
        } catch (PluginJar.Wrong e) {
            problems.add(origin, key, jar.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** The one that has the name already, or a key of the questions that it is asked with; or null. */
    private @Nullable KnownAdapter put(KnownAdapter adapter) {
        var keys = adapter.module().parameters().keySet();
        for (KnownAdapter other : known.values()) {
            if (!Collections.disjoint(other.module().parameters().keySet(), keys)) {
                return other;
            }
        }
        return known.putIfAbsent(adapter.path(), adapter);
    }

    /** Whether a plug-in is wrong, so that nobody knows what the configuration may hold. */
    public boolean isBroken() {
        return broken;
    }

    /** What the configuration may hold because of them. */
    public ExtensionTypes types() {
        return BundledAdapters.types(named());
    }

    /** The modules that the configuration may name. */
    public List<AdapterModule> named() {
        return known.values().stream()
                .filter(adapter -> !adapter.isStandard())
                .map(KnownAdapter::module)
                .toList();
    }

    /**
     * What a registry may hold because of them.
     *
     * @param configuration the one whose adapters count; null for all that are known
     */
    public ExtensionTypes registryTypes(@Nullable GatewayConfiguration configuration) {
        if (configuration == null) {
            return BundledAdapters.registryTypes(named());
        }
        return BundledAdapters.registryTypes(Stream.of(ExtensionPoint.HOST_DISCOVERY, ExtensionPoint.LOAD_BALANCING)
                .flatMap(point -> inUse(point, configuration).stream())
                .map(used -> used.adapter().module())
                .toList());
    }

    /** Those in use at a place, in the order in which they are named; those of the embedding program come last, and win where there is one. */
    public List<KnownAdapter.InUse> inUse(ExtensionPoint point, GatewayConfiguration configuration) {
        return inUse(point, configuration.adapters(point));
    }

    /** The same of the settings that are written in its section, by name. */
    public List<KnownAdapter.InUse> inUse(ExtensionPoint point, Map<String, Sourced<Record>> written) {
        List<KnownAdapter.InUse> found = new ArrayList<>();
        written.forEach((name, settings) -> {
            KnownAdapter adapter = known.get(point.section() + "." + name);
            if (adapter != null && adapter.module().point() == point) {
                found.add(new KnownAdapter.InUse(adapter, settings));
            }
        });
        for (KnownAdapter adapter : known.values()) {
            Record given = adapter.given();
            if (given != null && adapter.module().point() == point) {
                if (!point.many()) {
                    found.clear();
                }
                Origin origin = Origin.of(adapter.module().getClass().getName());
                found.add(new KnownAdapter.InUse(adapter, new Sourced<>(given, origin)));
            }
        }
        return found;
    }

    /** Has the rest closed before the classes it needs go. */
    void closeLater(AutoCloseable closeable) {
        open.add(closeable);
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            close(open.get(i));
        }
        open.clear();
    }

    /** Closes what a plug-in may have written; that it fails, or does not come to an end, keeps nothing else from being closed. */
    static void close(@Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        var closing = new Thread(() -> closeQuietly(closeable), "gatehouse-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_SECONDS * 1000L);
            if (closing.isAlive()) {
                LOG.warn(
                        "{} does not close within {} s; it is left behind",
                        closeable.getClass().getName(),
                        CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception | LinkageError e) {
            LOG.warn("{} cannot be closed", closeable.getClass().getName(), e);
        }
    }
}
