package io.gatehouse.http;

import io.gatehouse.http.exchange.ClientTimeouts;
import io.gatehouse.http.inbound.ConnectionLimit;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
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
    private static final int MOST_HEADERS = 100;
    private static final int MOST_PARAMETERS = 1000;
    private static final long LONGEST_STOP_MILLIS = 2000;

    private final HttpSettings settings;
    private final HttpOpenListener http;
    private final ConnectionLimit limit;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable XnioWorker worker;
    private @Nullable AcceptingChannel<StreamConnection> socket;

    Listener(HttpSettings settings, ClientTimeouts patience, HttpHandler handler, ByteBufferPool buffers) {
        this.settings = settings;
        this.http = new HttpOpenListener(buffers, options(settings, patience));
        this.limit = new ConnectionLimit(http, settings.connections());
        http.setRootHandler(handler);
    }

    private static OptionMap options(HttpSettings settings, ClientTimeouts patience) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, settings.maxHeaderSize())
                .set(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                // The gateway counts bodies itself: Undertow's limit answers 503, or nothing at all.
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int)
                        patience.head().toMillis())
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int)
                        patience.keepAlive().toMillis())
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .getMap();
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
                        .getMap());
        worker = started;
        try {
            AcceptingChannel<StreamConnection> listening = started.createStreamConnectionServer(
                    settings.listen(), ChannelListeners.openListenerAdapter(limit), socketOptions(threads));
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
        IoUtils.safeClose(closing);
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopAccepting();
        http.closeConnections();
        XnioWorker ending = worker;
        if (ending != null) {
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
