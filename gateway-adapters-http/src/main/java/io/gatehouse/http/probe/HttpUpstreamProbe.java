package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.health.UpstreamProbe;
import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Probes hosts by a GET over HTTP/1.1, each time on a new connection: no redirects, no proxy.
 *
 * <p>Only the status line is judged; 16 KiB of head are read for it at most, and 64 KiB of what follows are read away so
 * that the host can end in peace. The target's time-out spans looking up the name, connecting, TLS and the answer; when
 * it is over the connection is closed, whatever the host is doing. At most 64 probes run at once, others wait for their
 * turn without their time-out running.
 */
public final class HttpUpstreamProbe implements UpstreamProbe, AutoCloseable {

    private static final String ENDED = "probing has ended";

    private final Timer timer;
    private final ProbeConnector connector;
    private final ProbeExecutor slots = new ProbeExecutor();
    private final Set<ProbeRun> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Probes that trust the certificates which the JVM trusts. */
    public HttpUpstreamProbe(Timer timer) {
        this(timer, new ProbeConnector(null));
    }

    /** Probes over TLS as this context says; null for the JVM's own. */
    public HttpUpstreamProbe(Timer timer, @Nullable SSLContext tls) {
        this(timer, new ProbeConnector(tls));
    }

    HttpUpstreamProbe(Timer timer, ProbeConnector connector) {
        this.timer = timer;
        this.connector = connector;
    }

    @Override
    public void probe(ProbeTarget target, Consumer<ProbeResult> report) {
        var run = new ProbeRun(target, connector, timer, report, underWay::remove);
        underWay.add(run);
        if (closed) {
            run.end(ENDED);
        } else if (!slots.run(run)) {
            // Not here: whoever begins a probe may hold a lock, and whoever hears of its end may write to a log.
            timer.after(Duration.ZERO, () -> run.end("no thread to probe with"));
        }
    }

    /** Ends all probes under way, reporting them as failed, and all later ones at once. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(run -> run.end(ENDED));
        slots.close();
    }
}
