package io.gatehouse.http.admin;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.tls.ServedCertificates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the admin server may look at: the registry's state and its hosts, read-only. Safe for concurrent use. */
public final class AdminView {

    private final About about;
    private final LiveRegistry registry;
    private final Upstreams upstreams;
    private final GatewayClock clock;
    private final Supplier<Optional<CounterStore>> counters;
    private final ServedCertificates certificates;
    private final long startedNanos;

    /**
     * What is known of the process.
     *
     * @param environment the environment it serves
     * @param version the version of the program
     */
    public record About(String environment, String version) {}

    /**
     * How the store of the throttling counters fares, as {@code /health} shows it.
     *
     * @param store its kind, such as {@code mongo}
     * @param out whether it does not answer
     * @param since since when that is so, an ISO-8601 time
     * @param nodes processes that count with it, this one included
     */
    public record CounterStore(String store, boolean out, String since, int nodes) {}

    /** A view of a gateway that starts now. */
    public AdminView(
            About about,
            LiveRegistry registry,
            Upstreams upstreams,
            GatewayClock clock,
            Supplier<Optional<CounterStore>> counters,
            ServedCertificates certificates) {
        this.counters = counters;
        this.certificates = certificates;
        this.about = about;
        this.registry = registry;
        this.upstreams = upstreams;
        this.clock = clock;
        this.startedNanos = clock.nanoTime();
    }

    String version() {
        return about.version();
    }

    String environment() {
        return about.environment();
    }

    Snapshot snapshot() {
        return registry.current();
    }

    /** The hosts of a version as they are now; none if it is not served any more. */
    List<UpstreamHost> hosts(VersionKey version) {
        UpstreamGroup group = upstreams.group(version);
        return group == null ? List.of() : group.hosts();
    }

    long now() {
        return clock.epochMillis();
    }

    /** Everything there is to show to everybody at this moment. */
    HealthReport report() {
        return report(false);
    }

    /** The same, with what shows configuration if wanted. */
    HealthReport report(boolean guarded) {
        Snapshot snapshot = registry.current();
        RegistryState state = registry.state();
        ReloadFailure failure = state.failure();
        CounterStore store = counters.get().orElse(null);
        HealthReport.Tls tls = HealthReport.Tls.of(certificates, Instant.ofEpochMilli(clock.epochMillis()));
        boolean restIsGood = failure == null && (store == null || !store.out()) && (tls == null || tls.isGood());
        var services = snapshot.services().all().stream()
                .map(service -> service(service, guarded))
                .toList();
        return new HealthReport(
                HealthReport.worst(services, restIsGood),
                about.environment(),
                about.version(),
                (clock.nanoTime() - startedNanos) / 1_000_000_000,
                new HealthReport.Registry(
                        snapshot.revision(),
                        state.hash(),
                        snapshot.source(),
                        Instant.ofEpochMilli(snapshot.loadedMillis()).toString(),
                        failure == null ? 0 : failure.total()),
                store,
                tls,
                services);
    }

    private HealthReport.ServiceState service(Service service, boolean guarded) {
        boolean panic = service.healthCheck() != null && service.healthCheck().panic();
        return new HealthReport.ServiceState(
                service.name(),
                service.healthCheck() != null,
                panic,
                service.deployments().stream().map(this::version).toList(),
                guarded
                        ? HealthReport.RolloutState.of(
                                service.forwarding().steering().rollout())
                        : null);
    }

    private HealthReport.VersionState version(ServiceVersion version) {
        List<HealthReport.HostState> hosts =
                hosts(version.key()).stream().map(AdminView::host).toList();
        UpstreamGroup group = upstreams.group(version.key());
        String failure = group == null ? null : group.discoveryFailure();
        BreakerState breaker = group == null ? null : group.breaker();
        return new HealthReport.VersionState(
                version.key().version().toString(),
                version.key().caller(),
                HealthReport.statusOf(hosts, failure == null, breaker),
                failure,
                HealthReport.Breaker.of(breaker),
                hosts);
    }

    private static HealthReport.HostState host(UpstreamHost host) {
        String reason = host.unhealthyReason();
        return new HealthReport.HostState(
                host.address().toString(),
                reason == null,
                reason,
                HealthReport.Ejected.of(host.ejection()),
                host.drained(),
                host.inFlight());
    }
}
