package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.timer.DeadlineScanner;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The server for operators: its own port and its own few threads, so that it answers while the data port is busy. What its
 * clients hold of it is bounded, see {@link AdminConnections}, {@link RequestBodies} and {@link AdminWorkers}; probes are
 * answered whatever others hold.
 *
 * <p>Not safe for concurrent use: one thread starts and closes it.
 */
public final class AdminServer implements AutoCloseable {

    private static final int BUFFER_SIZE = 8 * 1024;
    private static final int BUFFERS_KEPT = 12;
    private static final int BACKLOG = 1024;

    /** What the system holds for a client: by itself it takes megabytes, and a reader of the feed who has gone would seem to read for hours. */
    private static final int SEND_BUFFER = 64 * 1024;

    private static final int LARGEST_HEAD = 16 * 1024;
    private static final int MOST_HEADERS = 64;
    private static final int MOST_PARAMETERS = 64;
    /** For a whole head, from its first byte on. */
    private static final int HEAD_MILLIS = 5_000;

    private final AdminSettings settings;
    private final AdminTable table;
    private final GatewayClock clock;
    private final Predicate<InetAddress> loopback;
    private final Predicate<InetSocketAddress> admitted;
    private @Nullable Running running;

    /** What there is of it from start to close. */
    private record Running(
            AcceptingChannel<StreamConnection> socket, HttpOpenListener http, AdminWorkers workers, XnioWorker io) {}

    /**
     * A server with these routes; see {@link AdminRoutes#of}.
     *
     * @throws IllegalArgumentException with a line for people, if two are for the same path and method, or one is for none
     */
    public AdminServer(AdminSettings settings, List<AdminRoute> routes, GatewayClock clock) {
        this(settings, routes, clock, InetAddress::isLoopbackAddress, anybody -> true);
    }

    /** A server that takes others for loopback addresses, and lets some in only. */
    AdminServer(
            AdminSettings settings,
            List<AdminRoute> routes,
            GatewayClock clock,
            Predicate<InetAddress> loopback,
            Predicate<InetSocketAddress> admitted) {
        this.settings = settings;
        this.table = new AdminTable(routes);
        this.clock = clock;
        this.loopback = loopback;
        this.admitted = admitted;
    }

    /**
     * Starts it; the result is the address that it really listens at.
     *
     * @throws java.net.BindException if the port is taken
     * @throws IOException if the address is no address of this machine, or unknown
     */
    public InetSocketAddress start() throws IOException {
        InetSocketAddress listen = settings.listen();
        if (listen.isUnresolved()) {
            throw new UnknownHostException(listen.getHostString());
        }
        XnioWorker io = ioThread();
        var workers = new AdminWorkers();
        var http = new HttpOpenListener(
                new DefaultByteBufferPool(true, BUFFER_SIZE, -1, BUFFERS_KEPT), options(table.largestBody()));
        var connections = new AdminConnections(http, new DeadlineScanner(io.getIoThread(), clock), loopback, admitted);
        http.setRootHandler(new AdminHandler(table, new AdminGuard(settings), connections, workers));
        try {
            AcceptingChannel<StreamConnection> socket = io.createStreamConnectionServer(
                    listen, ChannelListeners.openListenerAdapter(connections), socketOptions());
            running = new Running(socket, http, workers, io);
            socket.resumeAccepts();
            return socket.getLocalAddress(InetSocketAddress.class);
        } catch (IOException e) {
            workers.close();
            io.shutdownNow();
            throw e;
        }
    }

    private static XnioWorker ioThread() throws IOException {
        return Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "gatehouse-admin")
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    private static OptionMap options(long largestBody) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEAD)
                .set(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, largestBody)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLIS)
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .getMap();
    }

    private static OptionMap socketOptions() {
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .set(Options.SEND_BUFFER, SEND_BUFFER)
                .getMap();
    }

    /** Stops listening, drops what is in flight, and ends its threads; does nothing if it was not started. */
    @Override
    public void close() {
        Running ending = running;
        running = null;
        if (ending != null) {
            IoUtils.safeClose(ending.socket());
            ending.http().closeConnections();
            ending.workers().close();
            ending.io().shutdownNow();
            await(ending.io());
        }
    }

    private static void await(XnioWorker threads) {
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
