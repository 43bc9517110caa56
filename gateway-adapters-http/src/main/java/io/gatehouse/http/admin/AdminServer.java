package io.gatehouse.http.admin;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * The server for operators: its own port and its own few threads, so that it answers while the data port is busy.
 *
 * <p>Not safe for concurrent use: one thread starts and closes it.
 */
public final class AdminServer implements AutoCloseable {

    private static final int LARGEST_HEAD = 16 * 1024;
    private static final int MOST_HEADERS = 64;
    private static final int MOST_PARAMETERS = 64;
    private static final int MOST_CONNECTIONS = 256;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 60_000;
    private static final int WORKERS = 2;

    private final AdminSettings settings;
    private final AdminHandler handler;
    private @Nullable Undertow server;
    private @Nullable XnioWorker worker;

    /** A server with these routes; see {@link AdminRoutes#of}. */
    public AdminServer(AdminSettings settings, List<AdminRoute> routes) {
        this.settings = settings;
        this.handler =
                new AdminHandler(new AdminTable(routes), new KnownNames(settings.listen()), new AdminGuard(settings));
    }

    /**
     * Starts it and tells the address that it really listens at.
     *
     * @throws java.net.BindException if the port is taken
     * @throws IOException if the address is no address of this machine, or unknown
     */
    public InetSocketAddress start() throws IOException {
        InetSocketAddress listen = settings.listen();
        if (listen.isUnresolved()) {
            throw new UnknownHostException(listen.getHostString());
        }
        XnioWorker threads = threads();
        worker = threads;
        Undertow built = undertow(listen, threads);
        try {
            built.start();
        } catch (RuntimeException e) {
            close();
            if (e.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw e;
        }
        server = built;
        return (InetSocketAddress) built.getListenerInfo().get(0).getAddress();
    }

    private Undertow undertow(InetSocketAddress listen, XnioWorker threads) {
        return Undertow.builder()
                .setWorker(threads)
                .addHttpListener(listen.getPort(), listen.getAddress().getHostAddress(), handler)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEAD)
                .setServerOption(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) AdminRoute.USUAL_BODY)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setSocketOption(Options.READ_TIMEOUT, IDLE_MILLIS)
                .setSocketOption(Options.WRITE_TIMEOUT, TIMEOUT_MILLIS)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS)
                .setSocketOption(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS)
                .build();
    }

    private static XnioWorker threads() throws IOException {
        return Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "gatehouse-admin")
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                        .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    /** Stops listening, drops what is in flight, and ends its threads; does nothing if it was not started. */
    @Override
    public void close() {
        Undertow running = server;
        XnioWorker threads = worker;
        server = null;
        worker = null;
        if (running != null) {
            running.stop();
        }
        if (threads != null) {
            threads.shutdownNow();
            await(threads);
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
