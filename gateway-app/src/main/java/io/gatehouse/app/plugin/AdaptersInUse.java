package io.gatehouse.app.plugin;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.OptionalBinder;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The adapters of one gateway, made: each by an injector of its own, so that none sees the bindings of another, and one that cannot
 * be made is named. All but the registry's source, which is there before them.
 */
public final class AdaptersInUse implements AutoCloseable {

    /** One adapter, made. */
    private record Made(KnownAdapter adapter, Object port, Optional<AdapterSupport> support) {

        void close() {
            support.filter(AutoCloseable.class::isInstance)
                    .ifPresent(closeable -> AdapterCatalog.close((AutoCloseable) closeable));
            if (port instanceof AutoCloseable closeable
                    && support.filter(own -> own == port).isEmpty()) {
                AdapterCatalog.close(closeable);
            }
        }
    }

    private final List<Made> all = new ArrayList<>();

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
            return new Made(
                    adapter,
                    injector.getInstance(module.point().port()),
                    injector.getInstance(Key.get(new TypeLiteral<Optional<AdapterSupport>>() {})));
        } catch (RuntimeException | LinkageError e) {
            throw new AdapterFailure(adapter, e);
        }
    }

    /** What is used at a place where there may be one. */
    public <T> Optional<T> one(ExtensionPoint point, Class<T> port) {
        return all(point, port).stream().findFirst();
    }

    /** What is used at a place, in order. */
    public <T> List<T> all(ExtensionPoint point, Class<T> port) {
        List<T> found = new ArrayList<>();
        for (Made made : all) {
            if (made.adapter().module().point() == point) {
                found.add(port.cast(made.port()));
            }
        }
        return found;
    }

    /** Has every adapter begin what goes on without anybody asking for it. */
    public void start() {
        supports().forEach(AdapterSupport::start);
    }

    /** What the adapters take of the heap. */
    public List<HeapShare> heapShares() {
        return supports().stream()
                .flatMap(support -> support.heapShares().stream())
                .toList();
    }

    /** The store of the counters, if there is one: its name, and how it fares. */
    public Optional<NamedStore> counterStore() {
        for (Made made : all) {
            if (made.adapter().module().point() == ExtensionPoint.QUOTA_LEDGER) {
                return made.support()
                        .flatMap(AdapterSupport::store)
                        .map(status -> new NamedStore(made.adapter().module().name(), status));
            }
        }
        return Optional.empty();
    }

    /** A store by the name of its adapter. */
    public record NamedStore(String name, AdapterSupport.StoreStatus status) {}

    private List<AdapterSupport> supports() {
        return all.stream().flatMap(made -> made.support().stream()).toList();
    }

    /** Closes them in the opposite order. */
    @Override
    public void close() {
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
        all.clear();
    }
}
