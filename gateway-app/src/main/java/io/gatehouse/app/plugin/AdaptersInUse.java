package io.gatehouse.app.plugin;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.OptionalBinder;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.SharedCounterSettings;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The adapters of one gateway, made: each by an injector of its own, so that none sees the bindings of another, and one that cannot
 * be made is named. All but the registry's source, which is there before them.
 */
public final class AdaptersInUse implements AutoCloseable {

    /** One adapter, made. */
    private record Made(KnownAdapter adapter, Record settings, Object port, Optional<AdapterSupport> support) {

        void close() {
            support.filter(AutoCloseable.class::isInstance)
                    .ifPresent(closeable -> AdapterCatalog.close((AutoCloseable) closeable));
            if (port instanceof AutoCloseable closeable
                    && support.filter(own -> own == port).isEmpty()) {
                AdapterCatalog.close(closeable);
            }
        }
    }

    /** Everybody is told that starting returns soon. */
    private static final long PATIENCE_SECONDS = 20;

    private final List<Made> all = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<BoundedDiscovery> watching = new ArrayList<>();

    /**
     * Makes all that the configuration uses.
     *
     * @param environment binds what every adapter may want
     * @throws AdapterFailure if one cannot be made
     */
    public AdaptersInUse(AdapterCatalog catalog, GatewayConfiguration configuration, Module environment) {
        try {
            for (ExtensionPoint point : ExtensionPoint.values()) {
                if (point != ExtensionPoint.REGISTRY_SOURCE) {
                    for (KnownAdapter.InUse used : catalog.inUse(point, configuration)) {
                        all.add(make(used, environment));
                    }
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Makes the source of a registry; closed along with the catalog.
     *
     * @throws AdapterFailure if it cannot be made
     */
    public static RegistrySource source(KnownAdapter.InUse used, AdapterCatalog catalog, Module environment) {
        Made made = make(used, environment);
        catalog.closeLater(made::close);
        return (RegistrySource) made.port();
    }

    private static Made make(KnownAdapter.InUse used, Module environment) {
        KnownAdapter adapter = used.adapter();
        AdapterModule module = adapter.module();
        try {
            Injector injector = Guice.createInjector(Stage.DEVELOPMENT, environment, module, binder -> {
                @SuppressWarnings("unchecked")
                var type = (Class<Record>) module.settings();
                binder.bind(type).toInstance(used.settings().value());
                OptionalBinder.newOptionalBinder(binder, AdapterSupport.class);
            });
            // Guice lets a provider return null where nobody injects what it provides.
            Object port =
                    Objects.requireNonNull(injector.getInstance(module.point().port()), "it is null");
            return new Made(
                    adapter,
                    used.settings().value(),
                    port,
                    injector.getInstance(Key.get(new TypeLiteral<Optional<AdapterSupport>>() {})));
        } catch (RuntimeException | Error e) {
            throw new AdapterFailure(adapter, e);
        }
    }

    /** What is used at a place where there may be one. */
    public <T> Optional<T> one(ExtensionPoint point, Class<T> port) {
        return all(point, port).stream().findFirst();
    }

    /** What is used at a place, in order. */
    public <T> List<T> all(ExtensionPoint point, Class<T> port) {
        return List.copyOf(named(point, port).values());
    }

    /** The same by name. */
    public <T> Map<String, T> named(ExtensionPoint point, Class<T> port) {
        Map<String, T> found = new LinkedHashMap<>();
        for (Made made : all) {
            if (made.adapter().module().point() == point) {
                found.put(made.adapter().module().name(), port.cast(made.port()));
            }
        }
        return found;
    }

    /**
     * Has every adapter begin what goes on without anybody asking for it.
     *
     * @throws AdapterFailure if one fails to, or does not return
     */
    public void start() {
        start(PATIENCE_SECONDS);
    }

    void start(long patienceSeconds) {
        for (Made made : all) {
            made.support().ifPresent(support -> start(made.adapter(), support, patienceSeconds));
        }
    }

    /** That of a plug-in on a thread that may be left behind. */
    private static void start(KnownAdapter adapter, AdapterSupport support, long patienceSeconds) {
        try {
            if (adapter.isForeign()) {
                var starting = new FutureTask<Void>(support::start, null);
                var thread = new Thread(starting, "gatehouse-start");
                thread.setDaemon(true);
                thread.start();
                starting.get(patienceSeconds, TimeUnit.SECONDS);
            } else {
                support.start();
            }
        } catch (RuntimeException | LinkageError e) {
            throw AdapterFailure.ofStart(adapter, e);
        } catch (ExecutionException e) {
            throw AdapterFailure.ofStart(adapter, Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            throw AdapterFailure.ofStart(adapter, patienceSeconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdapterFailure.ofStart(adapter, e);
        }
    }

    /**
     * The discoveries of hosts by each key that {@code hosts} of a version asks them with; those of plug-ins are not waited for without
     * end, as the gateway asks them while it starts.
     */
    public Map<String, HostDiscovery> discoveries() {
        Map<String, HostDiscovery> found = new LinkedHashMap<>();
        for (Made made : all) {
            if (made.port() instanceof HostDiscovery discovery) {
                HostDiscovery asked = made.adapter().isForeign() ? bounded(made.adapter(), discovery) : discovery;
                made.adapter().module().parameters().keySet().forEach(key -> found.put(key, asked));
            }
        }
        return found;
    }

    private HostDiscovery bounded(KnownAdapter adapter, HostDiscovery discovery) {
        var bounded = new BoundedDiscovery(adapter.module().name(), discovery, PATIENCE_SECONDS);
        watching.add(bounded);
        return bounded;
    }

    /** What the adapters take of the heap. */
    public List<HeapShare> heapShares() {
        return supports().stream()
                .flatMap(support -> support.heapShares().stream())
                .toList();
    }

    /** The store that throttling counts in, if it does not count with a whole ledger. */
    public Optional<SharedStore> counterStore() {
        Made counting = counting();
        return counting.port() instanceof CounterStore store
                        && counting.settings() instanceof SharedCounterSettings settings
                ? Optional.of(new SharedStore(counting.adapter().module().name(), store, settings))
                : Optional.empty();
    }

    /** A store by the name of its adapter, with the settings of its adapter. */
    public record SharedStore(String name, CounterStore store, SharedCounterSettings settings) {}

    /** The ledger that throttling counts with, if it does not count in a store. */
    public Optional<QuotaLedger> ledger() {
        return counting().port() instanceof QuotaLedger ledger ? Optional.of(ledger) : Optional.empty();
    }

    /** The same of a plug-in, watched; empty if it is ours. */
    public Optional<WatchedLedger> watchedLedger(GatewayClock clock, Provider<QuotaStoreListener> metrics) {
        KnownAdapter adapter = counting().adapter();
        return ledger().filter(ledger -> adapter.isForeign())
                .map(ledger -> new WatchedLedger(adapter.path(), ledger, clock, metrics.get()));
    }

    /** The state of the store of a whole ledger, if it has one, or of a ledger that fails. */
    public Optional<NamedStore> ledgerStore(Optional<WatchedLedger> watched) {
        Made counting = counting();
        Optional<AdapterSupport.StoreStatus> said = counting.support().flatMap(AdapterSupport::store);
        return watched.map(ledger -> ledger.status(said))
                .orElse(said)
                .map(status -> new NamedStore(counting.adapter().module().name(), status));
    }

    /** A store by the name of its adapter. */
    public record NamedStore(String name, AdapterSupport.StoreStatus status) {}

    /** A ledger or a store: that of an embedding program, where it brings one, else the one that is configured. */
    private Made counting() {
        List<Made> found = all.stream()
                .filter(made -> made.adapter().section().equals(ExtensionPoint.QUOTA_LEDGER.section()))
                .toList();
        return found.stream()
                .filter(made -> made.adapter().given() != null)
                .findFirst()
                .orElseGet(() -> found.get(0));
    }

    private List<AdapterSupport> supports() {
        return all.stream().flatMap(made -> made.support().stream()).toList();
    }

    /** Closes them in the opposite order, once. They stay known: the admin server may be asked about them while it stops. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        watching.forEach(BoundedDiscovery::close);
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
    }
}
