package io.gatehouse.app.registry;

import com.google.inject.Inject;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.health.HealthMonitor;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.Ejection;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.observability.usage.UsageLedger;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final DeviceParser devices;
    private final Optional<UsageLedger> usage;

    @Inject
    RegistryActivation(
            Upstreams upstreams,
            LiveRegistry live,
            HealthMonitor health,
            GatewayServer server,
            GatewayMetrics metrics,
            KeyExpiryWatch expiry,
            DeviceParser devices,
            Optional<UsageLedger> usage) {
        this.upstreams = upstreams;
        this.live = live;
        this.health = health;
        this.server = server;
        this.metrics = metrics;
        this.expiry = expiry;
        this.devices = devices;
        this.usage = usage;
        upstreams.listen(new HostChanges());
    }

    /** Follows hosts that come and go between two reloads, are ejected and taken back, and tells what breakers do. */
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

        @Override
        public void breakerChanged(VersionKey version, BreakerState state) {
            metrics.breakerChanged(version, state.kind());
            switch (state.kind()) {
                case OPEN ->
                    LOG.warn(
                            "calls of {} are refused for {} s: {} ({})",
                            version,
                            state.retryAfterSeconds(),
                            state.why(),
                            state.policy().origin());
                case HALF_OPEN -> LOG.info("calls of {} may try whether it works again", version);
                case CLOSED -> LOG.info("calls of {} are let through again", version);
            }
        }

        @Override
        public void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {
            if (ejection == null) {
                LOG.info("{} gets requests for {} again", host.address(), version);
            } else {
                metrics.ejected(version, host.address());
                LOG.warn(
                        "{} gets no more requests for {} until {}: {}",
                        host.address(),
                        version,
                        Instant.ofEpochMilli(ejection.untilMillis()),
                        ejection.why());
            }
        }
    }

    /**
     * The order matters: a request must find the hosts of every service that its snapshot names, and the patterns that its
     * rules about devices need. May take seconds, where those have to be loaded.
     */
    @Override
    public void activate(RegistryState next, RegistryDocuments documents) {
        if (next.snapshot().keys().all().stream().anyMatch(key -> key.devices() != null)) {
            devices.load();
        }
        Services services = next.snapshot().services();
        upstreams.update(services);
        usage.ifPresent(ledger ->
                ledger.registry(NamesInUse.of(documents, next.snapshot().keys())));
        live.publish(next);
        health.update(services);
        upstreams.retain(services);
        server.retain(upstreams.addresses());
        server.retain(services);
        metrics.registryChanged(next.snapshot());
        expiry.activated();
    }
}
