package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.timer.DeadlineScanners;
import io.gatehouse.http.tls.HostTls;
import io.undertow.connector.ByteBufferPool;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
public final class IoThreadContexts {

    private final List<IoThreadContext> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<IoThreadContext> ofThread;
    private final HostNames names;
    private final OpenConnections open;

    /**
     * Looks names up by {@code lookup} on {@code lookups}; trusts what {@code trust} does, or what the Java platform does if it
     * is null, but for hosts that {@code hostTls} is for. When there are {@code most} connections, one that idles is closed for each that is opened, and if none idles,
     * requests wait in line.
     */
    public IoThreadContexts(
            DeadlineScanners scanners,
            ByteBufferPool buffers,
            Executor lookups,
            GatewayClock clock,
            ProxyLimits limits,
            int most,
            NameLookup lookup,
            @Nullable SSLContext trust,
            List<HostTls> hostTls) {
        var tls = new UpstreamTls(Xnio.getInstance(), trust == null ? UpstreamTls.platform() : trust, hostTls);
        this.names = new HostNames(lookup, lookups, clock);
        this.open = new OpenConnections(most);
        this.ofThread = ThreadLocal.withInitial(() -> {
            var connector = new Connector(scanners.ofThisThread(), names, tls);
            var context = new IoThreadContext(connector, buffers, limits, open, this::askOthers);
            all.add(context);
            return context;
        });
    }

    private void askOthers(IoThreadContext asking) {
        askNext(asking, all.iterator());
    }

    /** Asks one thread after the other, until one has closed a connection that idles or nobody waits for room any more. */
    private void askNext(IoThreadContext asking, Iterator<IoThreadContext> rest) {
        while (rest.hasNext()) {
            IoThreadContext context = rest.next();
            if (context != asking && isAsked(context, asking, rest)) {
                return;
            }
        }
    }

    private boolean isAsked(IoThreadContext context, IoThreadContext asking, Iterator<IoThreadContext> rest) {
        try {
            context.scanner().thread().execute(() -> {
                if (open.isWanted() && !context.closeOneIdle()) {
                    askNext(asking, rest);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            // The thread has ended, and its connections with it.
            return false;
        }
    }

    public IoThreadContext ofThisThread() {
        return ofThread.get();
    }

    /** The connections to each host that has been used so far. */
    public List<PoolState> states() {
        Map<HostAddress, PoolState> sums = new HashMap<>();
        for (IoThreadContext context : all) {
            for (HostPool pool : context.pools()) {
                PoolState state = pool.state();
                sums.merge(state.host(), state, PoolState::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    /** Gives up connections to all other hosts; those in use end with their request. */
    public void retain(Set<HostAddress> hosts) {
        Set<HostAddress> still = Set.copyOf(hosts);
        Set<String> stillNamed = new HashSet<>();
        still.forEach(host -> stillNamed.add(host.host()));
        names.retain(stillNamed);
        for (IoThreadContext context : all) {
            try {
                context.scanner().thread().execute(() -> context.retain(still));
            } catch (RejectedExecutionException e) {
                // The thread has ended, and its connections with it.
            }
        }
    }
}
