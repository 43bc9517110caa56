package io.gatehouse.app.lifecycle;

import com.google.inject.Inject;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.registry.RegistryWatch;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.Readiness;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of one gateway in their order, and stops them gracefully.
 *
 * <p>Started once, then stopped once; not safe for concurrent use.
 */
public final class GatewayLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);

    private final Endpoints endpoints;
    private final RegistryLoader registry;
    private final RegistryWatch watch;
    private final AdminServer admin;
    private final GatewayServer server;
    private final ReadinessSwitch readiness;
    private final BackgroundWork background;

    @Inject
    GatewayLifecycle(
            Endpoints endpoints,
            RegistryLoader registry,
            RegistryWatch watch,
            AdminServer admin,
            GatewayServer server,
            ReadinessSwitch readiness,
            BackgroundWork background) {
        this.endpoints = endpoints;
        this.registry = registry;
        this.watch = watch;
        this.admin = admin;
        this.server = server;
        this.readiness = readiness;
        this.background = background;
    }

    /**
     * Waits for the registry if it is not there yet, and serves; a failure leaves nothing running behind.
     *
     * @param first what was read of the registry so far
     */
    public Listening start(RegistryInput.First first) {
        try {
            background.begin();
            boolean known = registry.start(first);
            Optional<InetSocketAddress> adminAddress = endpoints.adminOn()
                    ? Optional.of(listen("admin.address", endpoints.admin(), admin::start))
                    : Optional.empty();
            if (!known) {
                LOG.info("no registry yet, admin on {}", Listening.url(adminAddress));
                watch.awaitFirst();
            }
            InetSocketAddress address = listen("listen.address", endpoints.data(), server::start);
            readiness.turn(Readiness.READY);
            watch.start();
            return new Listening(address, adminAddress);
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        } catch (InterruptedException e) {
            closeAll();
            Thread.currentThread().interrupt();
            throw new StartFailure("stopped while waiting for the registry", e);
        }
    }

    /**
     * Wants no more traffic, lets what is in flight end, then stops everything.
     *
     * @param grace how long to wait for requests in flight; what is still running then is cut off
     */
    public void stop(Duration grace) {
        readiness.turn(Readiness.SHUTTING_DOWN);
        server.stopAccepting();
        boolean idle = false;
        try {
            idle = server.awaitIdle(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!idle) {
            LOG.warn("cutting off what is still in flight after {} ms: {}", grace.toMillis(), server.inFlight());
        }
        closeAll();
    }

    private void closeAll() {
        watch.close();
        server.close();
        background.close();
        admin.close();
    }

    /** Begins to listen somewhere. */
    @FunctionalInterface
    private interface Listener {
        InetSocketAddress start() throws IOException;
    }

    private static InetSocketAddress listen(String key, InetSocketAddress wanted, Listener listener) {
        try {
            return listener.start();
        } catch (IOException e) {
            throw new StartFailure(bindFailure(key, wanted, e), e);
        }
    }

    /** Why an address cannot be listened on, in one line. */
    private static String bindFailure(String key, InetSocketAddress wanted, IOException failure) {
        InetAddress literal = AddressLiteral.parse(wanted.getHostString());
        String host = literal == null ? wanted.getHostString() : AddressText.inUrl(literal);
        String address = host + ":" + wanted.getPort();
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && reason.contains("in use")) {
            return "port " + wanted.getPort() + " is taken: something else listens on " + address + " (" + key + ")";
        }
        return "cannot listen on " + address + " (" + key + "): " + reason;
    }
}
