package io.gatehouse.app.startup;

import com.google.inject.Injector;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.lifecycle.Listening;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.wiring.GatewayModules;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
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
    private final Listening listening;
    private final Duration grace;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Gatehouse(GatewayLifecycle lifecycle, Listening listening, Duration grace) {
        this.lifecycle = lifecycle;
        this.listening = listening;
        this.grace = grace;
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
     * Starts a gateway; it takes requests when this returns.
     *
     * @throws StartFailure if the configuration has problems, or an address cannot be listened on
     */
    public static Gatehouse start(GatehouseConfiguration given) {
        long began = System.nanoTime();
        Preparation ready = Preparation.of(given);
        GatewayConfiguration configuration = ready.configuration();
        Injector parts = GatewayModules.injector(configuration, ready.snapshot(), given.extensions());
        var lifecycle = parts.getInstance(GatewayLifecycle.class);
        Listening listening = lifecycle.start(ready.snapshot());
        StartLine.log(listening, ready.snapshot(), System.nanoTime() - began);
        return new Gatehouse(lifecycle, listening, configuration.shutdown().grace());
    }

    /** Where clients connect; the port is the real one. */
    public InetSocketAddress address() {
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

    /**
     * Takes no more requests, lets those in flight end within {@code shutdown.grace}, and stops everything. Returns when that
     * is done; does nothing if it was closed before.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lifecycle.stop(grace);
            LOG.info("stopped");
        }
    }
}
