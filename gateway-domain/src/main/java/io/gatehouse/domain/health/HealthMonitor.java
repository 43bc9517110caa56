package io.gatehouse.domain.health;

import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one {@link ProbeLoop} running for every host whose service has a health check, and none for others.
 *
 * <p>Safe for concurrent use. Call {@link #update} after {@link Upstreams#update} with the same services.
 */
public final class HealthMonitor implements AutoCloseable {

    private final Upstreams upstreams;
    private final UpstreamProbe probe;
    private final Timer timer;
    private final HealthListener listener;
    private final DefectListener defects;
    private final Map<UpstreamHost, ProbeLoop> loops = new ConcurrentHashMap<>();

    /** Hears of health listeners that throw, against their contract; probing goes on all the same. */
    @FunctionalInterface
    public interface DefectListener {

        /** A listener threw. */
        void threw(HealthListener listener, RuntimeException defect);
    }

    public HealthMonitor(
            Upstreams upstreams, UpstreamProbe probe, Timer timer, HealthListener listener, DefectListener defects) {
        this.upstreams = upstreams;
        this.probe = probe;
        this.timer = timer;
        this.listener = listener;
        this.defects = defects;
    }

    /** Begins, changes and ends probing as the registry now says; a host that is new here is probed at once. */
    public synchronized void update(Services services) {
        Set<UpstreamHost> checked = new HashSet<>();
        for (Service service : services.all()) {
            HealthCheck check = service.healthCheck();
            for (ServiceVersion version : service.deployments()) {
                UpstreamGroup group = upstreams.group(version.key());
                if (check != null && group != null) {
                    group.hosts().forEach(host -> check(group, host, check));
                    checked.addAll(group.hosts());
                }
            }
        }
        loops.entrySet().removeIf(loop -> {
            boolean gone = !checked.contains(loop.getKey());
            if (gone) {
                loop.getValue().stop();
            }
            return gone;
        });
    }

    private void check(UpstreamGroup group, UpstreamHost host, HealthCheck check) {
        ProbeLoop known = loops.get(host);
        if (known == null) {
            var loop = new ProbeLoop(group, host, check, probe, timer, listener, defects);
            loops.put(host, loop);
            loop.start();
        } else {
            known.settings(check);
        }
    }

    /** Ends all probing; hosts that were sick count as healthy from then on. */
    @Override
    public synchronized void close() {
        loops.values().forEach(ProbeLoop::stop);
        loops.clear();
    }
}
