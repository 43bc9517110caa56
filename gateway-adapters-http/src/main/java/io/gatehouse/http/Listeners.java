package io.gatehouse.http;

import io.gatehouse.http.connection.ClientHttp2Connection;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.connection.ConnectionInfo;
import io.gatehouse.http.connection.ConnectionThread;
import io.gatehouse.http.connection.HttpConnection;
import io.gatehouse.http.connection.PrefaceReader;
import io.gatehouse.http.connection.RequestHandler;
import io.gatehouse.http.exchange.InFlight;
import io.gatehouse.http.inbound.AddressCounts;
import io.gatehouse.http.inbound.ConnectionLimit;
import io.gatehouse.http.timer.DeadlineScanners;
import io.gatehouse.http.tls.HandshakeCounts;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** All ports that clients connect to, their connections, and the I/O threads that serve them. */
final class Listeners {

    private static final long LONGEST_STOP_MILLIS = 2000;

    private final int ioThreads;
    private final ClientTimeouts patience;
    private final RequestHandler handler;
    private final ByteBufferPool buffers;
    private final DeadlineScanners scanners;
    private final BooleanSupplier stopping;
    private final ThreadLocal<ConnectionThread> threads;
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
    private final ChannelListener<StreamConnection> remove = connections::remove;
    private final InFlight byHttp2 = new InFlight(Integer.MAX_VALUE);
    private final ConnectionLimit limit;
    private final HandshakeCounts counts = new HandshakeCounts();
    private final List<Listener> all = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable XnioWorker worker;

    Listeners(
            HttpSettings settings,
            ClientTimeouts patience,
            RequestHandler handler,
            ByteBufferPool buffers,
            DeadlineScanners scanners,
            BooleanSupplier stopping) {
        this.ioThreads = settings.ioThreads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.ioThreads();
        this.patience = patience;
        this.handler = handler;
        this.buffers = buffers;
        this.scanners = scanners;
        this.stopping = stopping;
        this.threads = ThreadLocal.withInitial(() -> new ConnectionThread(scanners.ofThisThread(), settings.head()));
        this.limit = new ConnectionLimit(settings.connections());
        var handshakes =
                new AddressCounts(settings.connections(), settings.connections().mostHandshakesPerAddress());
        for (ListenerSettings one : settings.listeners()) {
            all.add(new Listener(one, patience.head(), limit, handshakes, counts, scanners, buffers, this::begin));
        }
    }

    /** Begins to serve a connection whose TLS handshake, if there is one, is done. This is where the version of HTTP is chosen. */
    private void begin(StreamConnection channel, ConnectionInfo info, boolean http2) {
        connections.add(channel);
        channel.setCloseListener(remove);
        if (http2) {
            new PrefaceReader(
                            channel,
                            buffers,
                            scanners.ofThisThread(),
                            patience,
                            info.tls() != null,
                            (preface, early) -> serve(channel, info, preface, early))
                    .begin();
        } else {
            serve(channel, info, false, null);
        }
    }

    private void serve(StreamConnection channel, ConnectionInfo info, boolean http2, @Nullable PooledByteBuffer early) {
        if (http2) {
            byHttp2.enter();
            new ClientHttp2Connection(
                            channel, info, buffers, threads.get(), patience, handler, stopping, byHttp2::leave)
                    .begin(early);
        } else {
            new HttpConnection(channel, info, buffers, threads.get(), patience, handler).begin(early);
        }
    }

    /** Begins to listen; the results are the real addresses, in the order of the ports. */
    synchronized List<InetSocketAddress> start() throws IOException {
        if (worker != null || closed.get()) {
            throw new IllegalStateException("a server is started once");
        }
        XnioWorker started = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "gatehouse")
                        .set(Options.WORKER_IO_THREADS, ioThreads)
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, Math.max(2, ioThreads))
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.THREAD_DAEMON, isInherited())
                        .getMap());
        worker = started;
        var addresses = new ArrayList<InetSocketAddress>();
        for (Listener listener : all) {
            try {
                addresses.add(listener.start(started, ioThreads));
            } catch (IOException e) {
                stopAccepting();
                started.shutdownNow();
                throw new ListenFailure(addresses.size(), e);
            }
        }
        return addresses;
    }

    /** Connections of clients that are open. */
    int connections() {
        return limit.open();
    }

    /** Waits until no connection by HTTP/2 is open, at most that long. */
    boolean awaitNoHttp2(Duration most) throws InterruptedException {
        return byHttp2.awaitNone(most);
    }

    HandshakeCounts handshakes() {
        return counts;
    }

    synchronized void stopAccepting() {
        all.forEach(Listener::stopAccepting);
    }

    private boolean isInherited() {
        return all.stream().anyMatch(Listener::isInherited);
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopAccepting();
        for (StreamConnection open : connections) {
            open.getIoThread().execute(() -> IoUtils.safeClose(open));
        }
        XnioWorker ending = worker;
        if (ending != null && !isInherited()) {
            ending.shutdownNow();
            awaitEnd(ending);
        }
    }

    private static void awaitEnd(XnioWorker ending) {
        try {
            ending.awaitTermination(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
