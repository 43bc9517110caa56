package io.gatehouse.domain.health;

import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Probes one host, waits, and probes again, until it is stopped; one probe at a time. */
final class ProbeLoop {

    /** How much an interval may vary, so that many gateways and hosts do not probe in step. */
    private static final double JITTER = 0.1;

    private final UpstreamGroup group;
    private final UpstreamHost host;
    private final UpstreamProbe probe;
    private final Timer timer;
    private final HealthListener listener;
    private final DefectListener defects;
    private final HostHealth health = new HostHealth();
    private volatile HealthCheck settings;
    private volatile boolean stopped;

    ProbeLoop(
            UpstreamGroup group,
            UpstreamHost host,
            HealthCheck settings,
            UpstreamProbe probe,
            Timer timer,
            HealthListener listener,
            DefectListener defects) {
        this.group = group;
        this.host = host;
        this.settings = settings;
        this.probe = probe;
        this.timer = timer;
        this.listener = listener;
        this.defects = defects;
    }

    void start() {
        if (!stopped) {
            probe.probe(target(settings), this::accept);
        }
    }

    void settings(HealthCheck changed) {
        settings = changed;
    }

    /** Ends the loop; a host that was unhealthy is taken back, for nobody would find it healthy again. */
    synchronized void stop() {
        stopped = true;
        if (!health.healthy()) {
            group.health(host, null);
        }
    }

    /** What is to be reported; null for a host that is healthy. */
    private record Change(@Nullable String reason) {}

    /** The next probe waits until whoever listens has heard of this one; no lock is held meanwhile. */
    private void accept(ProbeResult result) {
        if (stopped) {
            return;
        }
        try {
            Change change = changeBy(result);
            if (change != null) {
                report(change.reason());
            }
        } finally {
            timer.after(jittered(settings.interval()), this::start);
        }
    }

    private synchronized @Nullable Change changeBy(ProbeResult result) {
        if (stopped) {
            return null;
        }
        boolean changed = health.accept(result, settings);
        String reason = health.unhealthyReason(result, host.unhealthyReason());
        if (!Objects.equals(reason, host.unhealthyReason())) {
            group.health(host, reason);
        }
        return changed ? new Change(reason) : null;
    }

    private void report(@Nullable String reason) {
        try {
            listener.changed(group.key(), host.address(), reason);
        } catch (RuntimeException | LinkageError defect) {
            defects.threw(listener, defect);
        }
    }

    private ProbeTarget target(HealthCheck check) {
        HostAddress address = host.address();
        Integer port = check.port();
        HostAddress probed = port == null ? address : address.at(port);
        return new ProbeTarget(probed, check.path(), check.host(), check.headers(), check.statuses(), check.timeout());
    }

    private static Duration jittered(Duration interval) {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }
}
