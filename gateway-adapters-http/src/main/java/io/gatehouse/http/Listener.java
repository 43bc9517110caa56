package io.gatehouse.http;

import io.gatehouse.http.HttpSettings.SocketKind;
import io.gatehouse.http.connection.ClientHttp2Connection;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.connection.ConnectionThread;
import io.gatehouse.http.connection.HttpConnection;
import io.gatehouse.http.connection.PrefaceReader;
import io.gatehouse.http.connection.RequestHandler;
import io.gatehouse.http.inbound.ConnectionLimit;
import io.gatehouse.http.timer.DeadlineScanners;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The socket that clients connect to, and the I/O threads that serve them. */
final class Listener {

    private static final int BACKLOG = 1024;
    private static final long LONGEST_STOP_MILLIS = 2000;

    private final HttpSettings settings;
    private final ClientTimeouts patience;
    private final RequestHandler handler;
    private final ByteBufferPool buffers;
    private final DeadlineScanners scanners;
    private final BooleanSupplier stopping;
    private final ThreadLocal<ConnectionThread> threads;
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
    private final ConnectionLimit limit;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable XnioWorker worker;
    private @Nullable AcceptingChannel<StreamConnection> socket;

    Listener(
            HttpSettings settings,
            ClientTimeouts patience,
            RequestHandler handler,
            ByteBufferPool buffers,
            DeadlineScanners scanners,
            BooleanSupplier stopping) {
        this.settings = settings;
        this.scanners = scanners;
        this.stopping = stopping;
        this.patience = patience;
        this.handler = handler;
        this.buffers = buffers;
        this.threads = ThreadLocal.withInitial(() -> new ConnectionThread(scanners.ofThisThread(), settings.head()));
        this.limit = new ConnectionLimit(this::open, settings.connections());
    }

    private void open(StreamConnection channel) {
        if (settings.http2()) {
            PrefaceReader.begin(
                    channel,
                    buffers,
                    scanners.ofThisThread(),
                    patience,
                    false,
                    (http2, early) -> begin(channel, http2, early));
        } else {
            begin(channel, false, null);
        }
    }

    private void begin(StreamConnection channel, boolean http2, @Nullable PooledByteBuffer early) {
        if (http2) {
            connections.add(channel);
            new ClientHttp2Connection(
                            channel,
                            buffers,
                            threads.get(),
                            patience,
                            handler,
                            stopping,
                            false,
                            () -> connections.remove(channel))
                    .begin(early);
        } else {
            var connection = new HttpConnection(channel, buffers, threads.get(), patience, handler);
            connections.add(channel);
            connection.addCloseListener(closed -> connections.remove(channel));
            connection.begin(early);
        }
    }

    synchronized InetSocketAddress start() throws IOException {
        if (worker != null || closed.get()) {
            throw new IllegalStateException("a server is started once");
        }
        int threads = settings.ioThreads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.ioThreads();
        XnioWorker started = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "gatehouse")
                        .set(Options.WORKER_IO_THREADS, threads)
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, Math.max(2, threads))
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.THREAD_DAEMON, isInherited())
                        .getMap());
        worker = started;
        try {
            AcceptingChannel<StreamConnection> listening = ListeningSocket.open(
                    settings.socket(), started, settings.listen(), BACKLOG, limit, socketOptions(threads));
            socket = listening;
            listening.resumeAccepts();
            return listening.getLocalAddress(InetSocketAddress.class);
        } catch (IOException e) {
            started.shutdownNow();
            throw e;
        }
    }

    private static OptionMap socketOptions(int threads) {
        return OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, threads)
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
    }

    int connections() {
        return limit.open();
    }

    synchronized void stopAccepting() {
        // Once only: a second time hangs when the I/O threads have ended.
        AcceptingChannel<StreamConnection> closing = socket;
        socket = null;
        if (!isInherited()) {
            IoUtils.safeClose(closing);
        } else if (closing != null) {
            closing.suspendAccepts();
        }
    }

    /** Whether the socket is standard input. The JDK closes all output with it, so that it stays open until the process ends. */
    private boolean isInherited() {
        return settings.socket() == SocketKind.INHERITED;
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
