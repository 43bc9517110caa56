package io.gatehouse.app.lifecycle;

import com.google.inject.Inject;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.registry.RegistryLoader;
import io.gatehouse.app.registry.RegistryWatch;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.ListenFailure;
import io.gatehouse.http.admin.AdminServer;
import io.gatehouse.http.admin.AdminSocket;
import io.gatehouse.http.admin.Readiness;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of one gateway in their order, and stops them gracefully.
 *
 * <p>Started once, then stopped once; not safe for concurrent use.
 */
public final class GatewayLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);

    /** Within this time a client that is busy sends its next request on a connection that it keeps. */
    private static final Duration LONGEST_LULL = Duration.ofSeconds(1);

    /** For WebSockets and streams of events to be left in order. */
    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(3);

    /** For clients of HTTP/2 to take the last of their responses, and to close. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

    /** Never opened: who waits for it waits that long, or until he is interrupted. */
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private final Endpoints endpoints;
    private final RegistryLoader registry;
    private final RegistryWatch watch;
    private final AdminServer admin;
    private final Optional<AdminSocket> adminSocket;
    private final GatewayServer server;
    private final ReadinessSwitch readiness;
    private final BackgroundWork background;
    private final CertificateWatch certificates;
    private final CertificateIssuers issuers;

    @Inject
    GatewayLifecycle(
            Endpoints endpoints,
            RegistryLoader registry,
            RegistryWatch watch,
            AdminServer admin,
            Optional<AdminSocket> adminSocket,
            GatewayServer server,
            ReadinessSwitch readiness,
            BackgroundWork background,
            CertificateWatch certificates,
            CertificateIssuers issuers) {
        this.endpoints = endpoints;
        this.registry = registry;
        this.watch = watch;
        this.admin = admin;
        this.adminSocket = adminSocket;
        this.server = server;
        this.readiness = readiness;
        this.background = background;
        this.certificates = certificates;
        this.issuers = issuers;
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
                    ? Optional.of(listen("admin.address", List.of(endpoints.admin()), () -> List.of(admin.start()))
                            .get(0))
                    : Optional.empty();
            adminSocket.ifPresent(GatewayLifecycle::listen);
            if (!known) {
                LOG.info("no registry yet, admin on {}", Listening.url(adminAddress));
                watch.awaitFirst();
            }
            List<InetSocketAddress> address = listen("listen.address", endpoints.data(), server::start);
            readiness.turn(Readiness.READY);
            watch.start();
            certificates.begin();
            issuers.begin(certificates);
            return new Listening(address, endpoints.secured(), adminAddress);
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        } catch (InterruptedException e) {
            closeAll();
            Thread.currentThread().interrupt();
            throw new StartFailure("stopped while waiting for the registry", e);
        }
    }

    /** Looks at the files of certificates now. Blocks. */
    public void lookAtCertificates() {
        certificates.once();
    }

    /**
     * Wants no more traffic, lets what is in flight end, then stops everything.
     *
     * <p>A connection that waits for its next request is not closed before clients have had time to hear, by the end of a response, that they
     * must not send another: a request that meets the end of its connection is lost.
     *
     * @param delay how long new connections are taken, so that whoever leads traffic here notices
     * @param grace how long to wait for requests in flight; WebSockets and streams of events are ended then, all else is cut off
     */
    public void stop(Duration delay, Duration grace) {
        readiness.turn(Readiness.SHUTTING_DOWN);
        server.beginStop();
        try {
            pause(delay);
            server.stopAccepting();
            Duration lull = shorter(delay, LONGEST_LULL);
            pause(lull);
            if (!server.awaitIdle(shorter(grace, LONGEST_LULL))) {
                server.closeIdle();
            }
            if (!server.awaitIdle(grace)) {
                LOG.warn("ending what is still in flight after {} ms: {}", grace.toMillis(), server.inFlight());
                server.leave();
                server.awaitIdle(LONGEST_LEAVE);
            }
            pause(lull);
            server.closeIdle();
            server.awaitIdle(lull);
            server.awaitNoHttp2(LONGEST_FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
    }

    /** Lets time pass in which the threads of the server work on. */
    private boolean pause(Duration time) throws InterruptedException {
        return interrupted.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void closeAll() {
        watch.close();
        issuers.close();
        certificates.close();
        server.close();
        background.close();
        admin.close();
        adminSocket.ifPresent(AdminSocket::close);
    }

    private static void listen(AdminSocket socket) {
        try {
            socket.start();
            LOG.info("admin at the socket {}", socket.file());
        } catch (IOException e) {
            throw new StartFailure("cannot listen at " + socket.file() + " (admin.socket): " + e.getMessage(), e);
        }
    }

    /** Begins to listen somewhere. */
    @FunctionalInterface
    private interface Listener {
        List<InetSocketAddress> start() throws IOException;
    }

    private static List<InetSocketAddress> listen(String key, List<InetSocketAddress> wanted, Listener listener) {
        try {
            return listener.start();
        } catch (IOException e) {
            int index = e instanceof ListenFailure which ? which.index() : 0;
            String name = wanted.size() == 1 ? key : key.replace(".", "[" + index + "].");
            IOException why = e.getCause() instanceof IOException cause ? cause : e;
            throw new StartFailure(bindFailure(name, wanted.get(index), why), e);
        }
    }

    /** Why an address cannot be listened on, in one line. */
    private static String bindFailure(String key, InetSocketAddress wanted, IOException failure) {
        InetAddress literal = AddressLiteral.parse(wanted.getHostString());
        String host = literal == null ? wanted.getHostString() : AddressText.inUrl(literal);
        String address = host + ":" + wanted.getPort();
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && reason.contains("in use")) {
            return "port " + wanted.getPort() + " is in use: something else listens on " + address + " (" + key + ")";
        }
        return "cannot listen on " + address + " (" + key + "): " + reason;
    }
}
