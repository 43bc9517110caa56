package io.gatehouse.domain.health;

import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps one {@link ProbeLoop} running for every host whose service has a health check, and none for others.
 *
 * <p>Safe for concurrent use. Call {@link #update} after {@link Upstreams#update} with the same services; hosts that come and
 * go between two reloads are followed by itself.
 */
public final class HealthMonitor implements AutoCloseable {

    private final Upstreams upstreams;
    private final UpstreamProbe probe;
    private final Timer timer;
    private final HealthListener listener;
    private final DefectListener defects;
    private final Map<UpstreamHost, ProbeLoop> loops = new HashMap<>();
    private Map<VersionKey, HealthCheck> checks = Map.of();

    /** Reports to {@code listener}, and to {@code defects} if that one throws; probing goes on all the same. */
    public HealthMonitor(
            Upstreams upstreams, UpstreamProbe probe, Timer timer, HealthListener listener, DefectListener defects) {
        this.upstreams = upstreams;
        this.probe = probe;
        this.timer = timer;
        this.listener = listener;
        this.defects = defects;
        upstreams.listen(new UpstreamListener() {
            @Override
            public void hostsChanged(UpstreamGroup group) {
                follow(group.key());
            }
        });
    }

    /** Begins, changes and ends probing as the registry now says; a host that is new here is probed at once. */
    public synchronized void update(Services services) {
        var named = new HashMap<VersionKey, HealthCheck>();
        for (Service service : services.all()) {
            HealthCheck check = service.healthCheck();
            if (check != null) {
                service.deployments().forEach(version -> named.put(version.key(), check));
            }
        }
        checks = named;
        follow();
    }

    private synchronized void follow(VersionKey changed) {
        if (checks.containsKey(changed)) {
            follow();
        }
    }

    private void follow() {
        Set<UpstreamHost> checked = new HashSet<>();
        checks.forEach((version, check) -> {
            UpstreamGroup group = upstreams.group(version);
            if (group != null) {
                for (UpstreamHost host : group.hosts()) {
                    check(group, host, check);
                    checked.add(host);
                }
            }
        });
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

    /** Ends all probing; hosts that were unhealthy count as healthy from then on. */
    @Override
    public synchronized void close() {
        checks = Map.of();
        loops.values().forEach(ProbeLoop::stop);
        loops.clear();
    }
}
