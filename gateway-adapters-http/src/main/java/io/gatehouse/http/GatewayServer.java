package io.gatehouse.http;

import com.google.inject.Inject;
import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.exchange.ErrorResponse;
import io.gatehouse.http.exchange.GrpcRefusals;
import io.gatehouse.http.exchange.InFlight;
import io.gatehouse.http.exchange.ServerContext;
import io.gatehouse.http.forwarding.CachedResponses;
import io.gatehouse.http.forwarding.CompressionListener;
import io.gatehouse.http.forwarding.Forwarder;
import io.gatehouse.http.forwarding.IdempotentCalls;
import io.gatehouse.http.forwarding.Mirrors;
import io.gatehouse.http.idempotency.IdempotencyServices;
import io.gatehouse.http.inbound.GatewayHandler;
import io.gatehouse.http.inbound.WorkThreads;
import io.gatehouse.http.pool.IoThreadContexts;
import io.gatehouse.http.pool.NameLookup;
import io.gatehouse.http.pool.PoolState;
import io.gatehouse.http.pool.ProxyLimits;
import io.gatehouse.http.retry.ServiceRetries;
import io.gatehouse.http.timer.DeadlineScanners;
import io.gatehouse.http.timer.HasDeadline;
import io.gatehouse.http.tls.HandshakeCounts;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a server: receives requests, has the stages decide on them, and forwards, responds or refuses.
 *
 * <p>Started once and closed once. Safe for concurrent use.
 */
public final class GatewayServer implements AutoCloseable {

    private static final int BUFFER_SIZE = 16 * 1024;

    /**
     * A mebibyte of them. Each request with a body takes one while it is under way, and one that is not kept is 16 KiB that the system has to
     * find and to fill with zeros for the next request.
     */
    private static final int BUFFERS_KEPT_PER_THREAD = 64;

    private final InFlight inFlight;
    private final WorkThreads threads;
    private final IoThreadContexts ioThreads;
    private final ServiceRetries retries;
    private final DeadlineScanners scanners;
    private final Listeners listeners;
    private final Forwarder forwarder;
    private final GrpcRefusals grpcRefusals;
    private volatile boolean stopping;

    /**
     * What a server is made of.
     *
     * @param stages decide on requests
     * @param registry what they go by
     * @param reauthorization judges again what lasts longer than that
     * @param upstreams the choice of a host
     * @param traffic hears of every exchange
     */
    public record Parts(
            HttpSettings settings,
            StageRunner stages,
            LiveRegistry registry,
            Reauthorization reauthorization,
            LoadBalancer upstreams,
            GatewayClock clock,
            TrafficListener traffic,
            IdempotencyServices idempotency,
            ResponseCache cache) {

        @Inject
        public Parts {}
    }

    /** A server with what the Java platform trusts for upstreams that speak TLS. */
    public GatewayServer(Parts parts) {
        this(parts, Tuning.USUAL);
    }

    /** A server with limits and trust of its own. */
    GatewayServer(Parts parts, Tuning tuning) {
        HttpSettings settings = parts.settings;
        GatewayClock clock = parts.clock;
        ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_SIZE, -1, BUFFERS_KEPT_PER_THREAD);
        scanners = new DeadlineScanners(clock);
        var errors = new ErrorResponse(settings.errorFormat(), clock);
        grpcRefusals = errors.byGrpc();
        inFlight = new InFlight(settings.maxInFlight());
        threads = new WorkThreads(clock);
        ioThreads = new IoThreadContexts(
                scanners,
                buffers,
                threads.names(),
                clock,
                tuning.proxy,
                settings.maxUpstreamConnections(),
                tuning.lookup,
                tuning.trust,
                settings.hostTls());
        retries = new ServiceRetries(clock);
        forwarder = new Forwarder(ioThreads, parts.upstreams, retries, settings.maxBodySize(), settings.credentials());
        var context = new ServerContext(
                parts.registry,
                parts.reauthorization,
                inFlight,
                scanners,
                clock,
                parts.traffic,
                errors,
                settings.quotaFields(),
                () -> stopping,
                tuning.patience,
                settings.noted(),
                settings.traces());
        var calls = new IdempotentCalls(
                parts.idempotency, forwarder, (share, work) -> threads.run(WorkKind.COUNTER_STORE, share, work));
        var responses = new CachedResponses(parts.cache, parts.idempotency.room(), clock, calls);
        var handler = new GatewayHandler(context, parts.stages, threads, responses, forwarder, settings.maxBodySize());
        listeners = new Listeners(settings, tuning.patience, handler, buffers, scanners, () -> stopping);
    }

    /** Begins to listen; the results are the real addresses, in the order of the ports. A port that cannot be had is a {@link ListenFailure}. */
    public List<InetSocketAddress> start() throws IOException {
        return listeners.start();
    }

    /** Goes on as before, but every response is the last on its connection from now on. */
    public void beginStop() {
        stopping = true;
    }

    /** Closes the connections that wait for a request. */
    public void closeIdle() {
        scanners.forEach(HasDeadline::closeIdle);
    }

    /** Says to WebSockets that the gateway goes away, ends streams of events in order, and cuts off all else that is in flight. */
    public void leave() {
        scanners.forEach(HasDeadline::leave);
    }

    /** Closes the listener; connections that are open live on, and close with their next response. */
    public void stopAccepting() {
        stopping = true;
        listeners.stopAccepting();
    }

    /** Waits until no request is in flight, at most that long; false if some still are. */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return inFlight.awaitNone(patience);
    }

    /**
     * Waits until the connections by HTTP/2 have ended, at most that long; false if some have not. Once the server stops they end when their last
     * response is with the client, which is later than the end of its exchange.
     */
    public boolean awaitNoHttp2(Duration patience) throws InterruptedException {
        return listeners.awaitNoHttp2(patience);
    }

    /** Requests that are being processed now. */
    public int inFlight() {
        return inFlight.count();
    }

    /** Client connections that are open now. */
    public int connections() {
        return listeners.connections();
    }

    /** How TLS handshakes with clients have ended. */
    public HandshakeCounts handshakes() {
        return listeners.handshakes();
    }

    /** The calls by gRPC that were refused. */
    public GrpcRefusals grpcRefusals() {
        return grpcRefusals;
    }

    /** The connections to each upstream host that has been used so far, in no order. */
    public List<PoolState> pools() {
        return ioThreads.states();
    }

    /** Drops what is known of the retries of all other services. */
    public void retain(Services services) {
        retries.retain(services);
    }

    /** The copies of requests that are made. */
    public Mirrors mirrors() {
        return forwarder.mirrors();
    }

    /** Has it told from now on which responses are compressed. */
    public void reportTo(CompressionListener compression) {
        forwarder.reportTo(compression);
    }

    /** Drops the connections to all other hosts; requests on them are finished first. */
    public void retain(Set<HostAddress> hosts) {
        ioThreads.retain(hosts);
    }

    /** Stops at once: whatever is in flight is cut off. Does nothing if closed before. */
    @Override
    public void close() {
        stopAccepting();
        scanners.forEach(HasDeadline::giveUp);
        listeners.close();
        threads.close();
    }

    /** What tests set otherwise. */
    static final class Tuning {
        static final Tuning USUAL =
                new Tuning(ClientTimeouts.USUAL, ProxyLimits.USUAL, InetAddress::getAllByName, null);

        final ClientTimeouts patience;
        final ProxyLimits proxy;
        final NameLookup lookup;
        final @Nullable SSLContext trust;

        Tuning(ClientTimeouts patience, ProxyLimits proxy, NameLookup lookup, @Nullable SSLContext trust) {
            this.patience = patience;
            this.proxy = proxy;
            this.lookup = lookup;
            this.trust = trust;
        }
    }
}
