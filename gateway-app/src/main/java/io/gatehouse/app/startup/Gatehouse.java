package io.gatehouse.app.startup;

import com.google.inject.Injector;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration.ShutdownConfiguration;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.lifecycle.Listening;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdapterFailure;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.registry.ReloadCause;
import io.gatehouse.app.wiring.GatewayModules;
import io.gatehouse.app.wiring.HeapShares;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.mongodb.MongoConnections;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway, in this process.
 *
 * <pre>{@code
 * try (Gatehouse gateway = Gatehouse.start(Path.of("gateway.yml"))) {
 *     call("http://127.0.0.1:" + gateway.address().getPort() + "/orders");
 * }
 * }</pre>
 *
 * <p>Gateways share nothing, so several can run side by side. Safe for concurrent use.
 */
public final class Gatehouse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    private final GatewayLifecycle lifecycle;
    private final RegistryLoader loader;
    private final Listening listening;
    private final AdapterCatalog adapters;
    private final ShutdownConfiguration shutdown;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Gatehouse(
            GatewayLifecycle lifecycle,
            RegistryLoader loader,
            Listening listening,
            AdapterCatalog adapters,
            ShutdownConfiguration shutdown) {
        this.lifecycle = lifecycle;
        this.loader = loader;
        this.listening = listening;
        this.adapters = adapters;
        this.shutdown = shutdown;
    }

    /**
     * Starts the gateway that this file configures; it takes requests when this returns.
     *
     * @throws StartFailure if the configuration has problems, or an address cannot be listened on
     */
    public static Gatehouse start(Path file) {
        return start(GatehouseConfiguration.read(file));
    }

    /**
     * Starts a gateway; it takes requests when this returns. Where the registry's store is on the network and cannot be reached,
     * this waits for it, with the admin port open and not ready.
     *
     * @throws StartFailure if the configuration has problems, if an address cannot be listened on, or if the thread is interrupted
     *     while it waits
     */
    public static Gatehouse start(GatehouseConfiguration given) {
        var connections = new MongoConnections();
        LoadedConfiguration read = null;
        try {
            long began = System.nanoTime();
            read = LoadedConfiguration.of(
                    given.input(),
                    given.extensions().registry(),
                    given.extensions().adapters(),
                    connections);
            return start(given, read, connections, began);
        } catch (RuntimeException e) {
            connections.close();
            if (read != null) {
                read.close();
            }
            throw e instanceof AdapterFailure ? new StartFailure(String.valueOf(e.getMessage()), e) : e;
        }
    }

    private static Gatehouse start(
            GatehouseConfiguration given, LoadedConfiguration read, MongoConnections connections, long began) {
        StartupInputs ready = StartupInputs.of(read);
        GatewayConfiguration configuration = ready.configuration();
        Injector parts = GatewayModules.injector(
                configuration,
                ready.registry(),
                given.extensions(),
                read.adapters(),
                given.input().environment(),
                connections);
        var lifecycle = parts.getInstance(GatewayLifecycle.class);
        Listening listening = lifecycle.start(ready.first());
        StartLine.log(
                listening,
                parts.getInstance(LiveRegistry.class).current(),
                parts.getInstance(HeapShares.class),
                System.nanoTime() - began);
        var loader = parts.getInstance(RegistryLoader.class);
        return new Gatehouse(lifecycle, loader, listening, read.adapters(), configuration.shutdown());
    }

    /** Where clients connect; the port is the real one. Where there are several, the first. */
    public InetSocketAddress address() {
        return listening.data().get(0);
    }

    /** All places where clients connect, in the order of the configuration. */
    public List<InetSocketAddress> addresses() {
        return listening.data();
    }

    /**
     * Where health and metrics are; the port is the real one.
     *
     * @throws IllegalStateException if the configuration says {@code admin.address: off}
     */
    public InetSocketAddress adminAddress() {
        return listening.admin().orElseThrow(() -> new IllegalStateException("the admin port is off"));
    }

    /** Looks at the files of certificates and loads the registry now, and returns what became of it; see the admin port for what is wrong. Blocks meanwhile. */
    public ReloadResult reload() {
        return reload(ReloadCause.PROGRAM);
    }

    /** The same for a cause that the audit line is to name. */
    public ReloadResult reload(ReloadCause cause) {
        lifecycle.lookAtCertificates();
        return loader.reload(cause);
    }

    /**
     * Takes no more requests after {@code shutdown.delay}, lets those in flight end within {@code shutdown.grace}, and stops everything. Returns when that
     * is done; does nothing if it was closed before.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lifecycle.stop(shutdown.delay(), shutdown.grace());
            adapters.close();
            LOG.info("stopped");
        }
    }
}
