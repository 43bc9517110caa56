package io.gatehouse.http;

import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.UpstreamChoice;
import io.gatehouse.http.proxy.PoolState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The gateway as a server: receives requests, has the stages decide on them, and forwards, answers or refuses.
 *
 * <p>Started once and closed once. Safe for concurrent use.
 */
public final class GatewayServer implements AutoCloseable {

    private final HttpSettings settings;

    public GatewayServer(
            HttpSettings settings,
            StageRunner stages,
            LiveRegistry registry,
            UpstreamChoice upstreams,
            GatewayClock clock,
            TrafficListener traffic) {
        this.settings = settings;
    }

    /** Begins to listen; the result is the real address. A taken port is a {@link java.net.BindException}. */
    public InetSocketAddress start() throws IOException {
        return settings.listen();
    }

    /** Closes the listeners; connections that are open live on, and close with their next answer. */
    public void stopAccepting() {}

    /** Waits until no request is in flight, at most that long; false if some still are. */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return true;
    }

    /** Requests that are being processed now. */
    public int inFlight() {
        return 0;
    }

    /** The connections to each upstream host that has been used so far, in no order. */
    public List<PoolState> pools() {
        return List.of();
    }

    /** Drops the connections to hosts that these services do not name; requests on them are finished first. */
    public void retain(Services services) {}

    /** Stops at once: whatever is in flight is cut off. Does nothing if closed before. */
    @Override
    public void close() {}
}
