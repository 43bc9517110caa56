package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run-time state of all upstream hosts: it lives outside the registry's snapshot, so that a reload keeps what did
 * not change. Safe for concurrent use; reading takes no lock.
 */
public final class Upstreams implements LoadBalancer {

    /** Replaced as a whole when the registry changes. */
    private volatile GroupTable groups = new GroupTable(List.of());

    @Override
    public @Nullable HostPermit begin(VersionKey key, TriedHosts tried) {
        UpstreamGroup group = groups.find(key);
        return group == null ? null : group.begin(tried);
    }

    /** The group of this version; null if the registry names no such version. */
    public @Nullable UpstreamGroup group(VersionKey key) {
        return groups.find(key);
    }

    /** All groups, in no order. */
    public Collection<UpstreamGroup> groups() {
        return groups.all();
    }

    /**
     * Takes over what the registry now says; must be called before requests see the new snapshot. What it does not name any
     * more stays until {@link #retain}, for requests that still go by the old one.
     */
    public synchronized void update(Services services) {
        var more = new ArrayList<>(groups.all());
        for (Service service : services.all()) {
            HealthCheck check = service.healthCheck();
            for (ServiceVersion version : service.deployments()) {
                UpstreamGroup group = groups.find(version.key());
                if (group == null) {
                    group = new UpstreamGroup(version.key());
                    more.add(group);
                }
                group.update(version.hosts(), service.loadBalancing(), check != null && check.panic());
            }
        }
        groups = new GroupTable(more);
    }

    /** Drops what these services do not name; must be called after requests see their snapshot. */
    public synchronized void retain(Services services) {
        Set<VersionKey> named = new HashSet<>();
        services.all().forEach(service -> service.deployments().forEach(version -> named.add(version.key())));
        groups = new GroupTable(groups.all().stream()
                .filter(group -> named.contains(group.key()))
                .toList());
    }
}
