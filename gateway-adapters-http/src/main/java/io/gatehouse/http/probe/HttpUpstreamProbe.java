package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.health.UpstreamProbe;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.pool.Connector;
import io.gatehouse.http.pool.HostNames;
import io.gatehouse.http.pool.NameLookup;
import io.gatehouse.http.pool.UpstreamTls;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.tls.HostTls;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * Probes hosts by a GET over HTTP/1.1, or over HTTP/2 where that is what they speak, each time on a new connection: no redirects, no proxy.
 *
 * <p>Connects as forwarding does: names are looked up and remembered alike, addresses tried in the same order, certificates trusted
 * for the same reasons. Only the status line is judged; 16 KiB of head are read for it at most, and 64 KiB of what follows are
 * read away so that the host can end in peace. The target's time-out spans looking up the name, connecting, TLS and the response;
 * when it is over the connection is closed, whatever the host is doing. At most 64 probes run at once, others wait for their
 * turn without their time-out running.
 *
 * <p>Threads begin with the first probe. Results are reported on one of them that does nothing else.
 */
public final class HttpUpstreamProbe implements UpstreamProbe, AutoCloseable {

    /** The most probes at once. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HttpUpstreamProbe.class);
    private static final ProbeResult ENDED = ProbeResult.failed("probing has ended");
    private static final int NAME_THREADS = 64;
    private static final int IDLE_SECONDS = 30;
    private static final long LONGEST_END_MILLIS = 2000;

    private final Timer timer;
    private final GatewayClock clock;
    private final NameLookup lookup;
    private final @Nullable SSLContext trust;
    private final List<HostTls> hosts;
    private @Nullable Line line;
    private boolean closed;

    /** Probes that trust the certificates which the JVM trusts, but for these hosts. */
    public HttpUpstreamProbe(Timer timer, GatewayClock clock, List<HostTls> hosts) {
        this(timer, clock, InetAddress::getAllByName, null, hosts);
    }

    /** Probes with names and trust of their own; null for what the JVM trusts. */
    HttpUpstreamProbe(Timer timer, GatewayClock clock, NameLookup lookup, @Nullable SSLContext trust) {
        this(timer, clock, lookup, trust, List.of());
    }

    private HttpUpstreamProbe(
            Timer timer, GatewayClock clock, NameLookup lookup, @Nullable SSLContext trust, List<HostTls> hosts) {
        this.hosts = List.copyOf(hosts);
        this.timer = timer;
        this.clock = clock;
        this.lookup = lookup;
        this.trust = trust;
    }

    @Override
    public void probe(ProbeTarget target, Consumer<ProbeResult> report) {
        if (!isTaken(target, report)) {
            report(report, ENDED);
        }
    }

    private synchronized boolean isTaken(ProbeTarget target, Consumer<ProbeResult> report) {
        if (closed) {
            return false;
        }
        try {
            Line current = line == null ? new Line() : line;
            line = current;
            current.thread.execute(() -> current.add(target, report));
        } catch (IOException | OutOfMemoryError noThread) {
            // Not here: whoever begins a probe may hold a lock, and whoever hears of its end may write to a log.
            timer.after(Duration.ZERO, () -> report(report, ProbeResult.failed("no thread to probe with")));
        }
        return true;
    }

    private static void report(Consumer<ProbeResult> report, ProbeResult result) {
        try {
            report.accept(result);
        } catch (RuntimeException defect) {
            LOG.error("The result of a probe was not taken", defect);
        }
    }

    /** Ends all probes under way, reporting them as failed, and all later ones at once. */
    @Override
    public void close() {
        Line ending;
        synchronized (this) {
            ending = closed ? null : line;
            closed = true;
        }
        if (ending != null) {
            ending.close();
        }
    }

    /** The thread, and the probes that run and wait; what is not final is used on that thread only. */
    final class Line {

        private final XnioWorker worker;
        final XnioIoThread thread;
        private final ExecutorService lookups = lookups();
        private final HostNames names = new HostNames(lookup, lookups, clock);
        final Connector connector;
        /** For one request or response at once, and for what nobody wants to read. */
        final HeadBuffer request = new HeadBuffer();

        final ResponseHead response = new ResponseHead();
        final ByteBufferPool buffers = new DefaultByteBufferPool(false, 16 * 1024);
        final ByteBuffer dropped = ByteBuffer.allocate(16 * 1024);
        private final Set<ProbeExchange> underWay = new HashSet<>();
        private final Queue<ProbeExchange> waiting = new ArrayDeque<>();
        private int begun;

        private Line() throws IOException {
            Xnio xnio = Xnio.getInstance();
            worker = xnio.createWorker(OptionMap.builder()
                    .set(Options.WORKER_NAME, "gatehouse-probe")
                    .set(Options.WORKER_IO_THREADS, 1)
                    .set(Options.WORKER_TASK_CORE_THREADS, 1)
                    .set(Options.WORKER_TASK_MAX_THREADS, 1)
                    .set(Options.THREAD_DAEMON, true)
                    .getMap());
            thread = worker.getIoThread();
            var tls = new UpstreamTls(xnio, trust == null ? UpstreamTls.platform() : trust, hosts);
            connector = new Connector(new DeadlineScanner(thread, clock), names, tls);
        }

        private static ExecutorService lookups() {
            var number = new AtomicInteger();
            var threads = new ThreadPoolExecutor(
                    NAME_THREADS, NAME_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        var thread = new Thread(work, "gatehouse-probe-names-" + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
            return threads;
        }

        private void add(ProbeTarget target, Consumer<ProbeResult> report) {
            waiting.add(new ProbeExchange(this, target, report));
            next();
        }

        private void next() {
            while (underWay.size() < MOST && !waiting.isEmpty()) {
                ProbeExchange probe = waiting.remove();
                underWay.add(probe);
                forgetNames();
                try {
                    probe.begin();
                } catch (RuntimeException defect) {
                    LOG.error("A probe failed within the gateway", defect);
                    probe.end(ProbeResult.failed("probe failed"));
                }
            }
        }

        /** Hosts come and go with the registry; names that nobody asks for now are looked up again. */
        private void forgetNames() {
            if (++begun % 10_000 == 0) {
                names.retain(underWay.stream().map(ProbeExchange::host).collect(Collectors.toSet()));
            }
        }

        /** Has a result reported, on another thread: whoever hears of it may block. */
        void result(Consumer<ProbeResult> report, ProbeResult result) {
            try {
                worker.execute(() -> report(report, result));
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                report(report, result);
            }
        }

        /** A probe has ended: the next one has its turn. */
        void ended(ProbeExchange probe) {
            if (underWay.remove(probe)) {
                thread.execute(this::next);
            }
        }

        private void close() {
            thread.execute(() -> {
                List<ProbeExchange> all = new ArrayList<>(underWay);
                all.addAll(waiting);
                waiting.clear();
                all.forEach(probe -> probe.end(ENDED));
                worker.shutdown();
            });
            lookups.shutdownNow();
            try {
                worker.awaitTermination(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
