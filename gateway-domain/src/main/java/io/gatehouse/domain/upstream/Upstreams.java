package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The run-time state of all upstream hosts: it lives outside the registry's snapshot, so that a reload keeps what did
 * not change. Safe for concurrent use; reading takes no lock.
 */
public final class Upstreams implements UpstreamChoice {

    private final Map<VersionKey, UpstreamGroup> groups = new ConcurrentHashMap<>();

    @Override
    public @Nullable Attempt begin(VersionKey key, TriedHosts tried) {
        UpstreamGroup group = groups.get(key);
        return group == null ? null : group.begin(tried);
    }

    /** The group of this version; null if the registry names no such version. */
    public @Nullable UpstreamGroup group(VersionKey key) {
        return groups.get(key);
    }

    /** All groups, in no order. */
    public Collection<UpstreamGroup> groups() {
        return List.copyOf(groups.values());
    }

    /**
     * Takes over what the registry now says; must be called before requests see the new snapshot. What it does not name any
     * more stays until {@link #retain}, for requests that still go by the old one.
     */
    public synchronized void update(Services services) {
        for (Service service : services.all()) {
            HealthCheck check = service.healthCheck();
            for (ServiceVersion version : service.deployments()) {
                groups.computeIfAbsent(version.key(), UpstreamGroup::new)
                        .update(version.hosts(), service.loadBalancing(), check != null && check.panic());
            }
        }
    }

    /** Drops what these services do not name; must be called after requests see their snapshot. */
    public synchronized void retain(Services services) {
        Set<VersionKey> named = new HashSet<>();
        services.all().forEach(service -> service.deployments().forEach(version -> named.add(version.key())));
        groups.keySet().retainAll(named);
    }
}
