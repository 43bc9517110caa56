package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.exchange.Tickers;
import io.undertow.connector.ByteBufferPool;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Xnio;

/** The connections to all upstream hosts, of all I/O threads of one server. Safe for concurrent use. */
public final class Lanes {

    private final List<Lane> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Lane> ofThread;
    private final HostNames names;

    /** Looks names up on {@code lookups}; trusts what {@code trust} does, or what the Java platform does if it is null. */
    public Lanes(
            Tickers tickers,
            ByteBufferPool buffers,
            Executor lookups,
            GatewayClock clock,
            ProxyLimits limits,
            @Nullable SSLContext trust) {
        var tls = new UpstreamTls(Xnio.getInstance(), trust == null ? UpstreamTls.platform() : trust);
        this.names = new HostNames(InetAddress::getAllByName, lookups, clock);
        this.ofThread = ThreadLocal.withInitial(() -> {
            var ticker = tickers.ofThisThread();
            var lane = new Lane(ticker, new Connector(ticker, names, tls, buffers), limits);
            all.add(lane);
            return lane;
        });
    }

    Lane ofThisThread() {
        return ofThread.get();
    }

    /** The connections to each host that has been used so far. */
    public List<PoolState> states() {
        Map<HostAddress, PoolState> sums = new HashMap<>();
        for (Lane lane : all) {
            for (HostPool pool : lane.pools()) {
                PoolState state = pool.state();
                sums.merge(state.host(), state, PoolState::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    /** Gives up connections to hosts that these services do not name; those in use end with their request. */
    public void retain(Services services) {
        Set<HostAddress> still = new HashSet<>();
        Set<String> stillNamed = new HashSet<>();
        for (Service service : services.all()) {
            for (ServiceVersion version : service.deployments()) {
                for (Host host : version.hosts()) {
                    still.add(host.address());
                    stillNamed.add(host.address().host());
                }
            }
        }
        names.retain(stillNamed);
        for (Lane lane : all) {
            try {
                lane.ticker().thread().execute(() -> lane.retain(still));
            } catch (RejectedExecutionException e) {
                // The thread has ended, and its connections with it.
            }
        }
    }
}
