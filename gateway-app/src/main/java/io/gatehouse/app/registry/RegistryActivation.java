package io.gatehouse.app.registry;

import com.google.inject.Inject;
import io.gatehouse.domain.health.HealthMonitor;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.security.device.UserAgentParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes another snapshot, and brings everything up to date that follows from it. */
public final class RegistryActivation implements RegistryLoader.Activation {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryActivation.class);

    private final Upstreams upstreams;
    private final LiveRegistry live;
    private final HealthMonitor health;
    private final GatewayServer server;
    private final GatewayMetrics metrics;
    private final KeyExpiryWatch expiry;
    private final UserAgentParser devices;

    @Inject
    RegistryActivation(
            Upstreams upstreams,
            LiveRegistry live,
            HealthMonitor health,
            GatewayServer server,
            GatewayMetrics metrics,
            KeyExpiryWatch expiry,
            UserAgentParser devices) {
        this.upstreams = upstreams;
        this.live = live;
        this.health = health;
        this.server = server;
        this.metrics = metrics;
        this.expiry = expiry;
        this.devices = devices;
        upstreams.listen(new HostChanges());
    }

    /** Follows hosts that come and go between two reloads. */
    private final class HostChanges implements UpstreamListener {

        @Override
        public void hostsChanged(UpstreamGroup group) {
            server.retain(upstreams.addresses());
            metrics.hostsChanged();
        }

        @Override
        public void discoveryFailed(VersionKey version, String reason) {
            LOG.warn("the hosts of {} may be out of date: {}", version, reason);
        }
    }

    /**
     * The order matters: a request must find the hosts of every service that its snapshot names, and the patterns that its
     * rules about devices need. May take seconds, where those have to be loaded.
     */
    @Override
    public void activate(RegistryState next) {
        if (next.snapshot().keys().all().stream().anyMatch(key -> key.devices() != null)) {
            devices.load();
        }
        Services services = next.snapshot().services();
        upstreams.update(services);
        live.publish(next);
        health.update(services);
        upstreams.retain(services);
        server.retain(upstreams.addresses());
        server.retain(services);
        metrics.registryChanged(next.snapshot());
        expiry.activated();
    }
}
