package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Packages;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.registry.SourceDetails;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services for tests, with the values that most tests do not care about. */
public final class TestServices {

    /** The place that everything made here says it comes from. */
    public static final Origin ORIGIN = Origin.of("test");

    /** Timeouts of a second or a few. */
    public static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10), null, null);

    /** Drops credentials, refuses odd paths, changes nothing. */
    public static final Forwarding FORWARDING = new Forwarding(
            TIMEOUTS,
            RetryPolicy.usual(ORIGIN),
            false,
            false,
            false,
            false,
            HeaderEdits.NONE,
            ResponsePolicy.NONE,
            false,
            null,
            Steering.USUAL);

    /** Takes paths in every spelling, and tries nothing again. */
    public static final Forwarding LENIENT = new Forwarding(
            TIMEOUTS,
            null,
            false,
            false,
            true,
            true,
            HeaderEdits.NONE,
            ResponsePolicy.NONE,
            false,
            null,
            Steering.USUAL);

    private TestServices() {}

    /** A service with these versions, each on one host of its own that nothing listens on. */
    public static Service service(String name, String... versions) {
        return service(
                name,
                FORWARDING,
                Set.of(),
                null,
                Arrays.stream(versions)
                        .map(number -> version(name, number, new HostAddress(false, "upstream.invalid", 80)))
                        .toArray(ServiceVersion[]::new));
    }

    /** A service with all that tests vary. */
    public static Service service(
            String name,
            Forwarding forwarding,
            Set<String> methods,
            @Nullable HealthCheck healthCheck,
            ServiceVersion... versions) {
        return new Service(
                name,
                List.of(versions),
                List.of(),
                methods,
                Balancing.by("round-robin", ORIGIN),
                healthCheck,
                Resilience.NONE,
                forwarding,
                null,
                false,
                null,
                ORIGIN);
    }

    /** The same service with this to keep failures from spreading. */
    public static Service with(Resilience resilience, Service service) {
        return new Service(
                service.name(),
                service.versions(),
                service.dedicated(),
                service.methods(),
                service.loadBalancing(),
                service.healthCheck(),
                resilience,
                service.forwarding(),
                service.maintenance(),
                service.keepOpen(),
                service.observation(),
                service.origin());
    }

    /** The same service, for whose calls these checks are only watched. */
    public static Service observing(Service service, @Nullable Observation observation) {
        return new Service(
                service.name(),
                service.versions(),
                service.dedicated(),
                service.methods(),
                service.loadBalancing(),
                service.healthCheck(),
                service.resilience(),
                service.forwarding(),
                service.maintenance(),
                service.keepOpen(),
                observation,
                service.origin());
    }

    /** A version on these hosts, all of weight 1. */
    public static ServiceVersion version(String service, String number, HostAddress... hosts) {
        return new ServiceVersion(
                new VersionKey(service, VersionNumber.parse(number)),
                Arrays.stream(hosts).map(host -> new Host(host, 1)).toList(),
                Requirements.NOTHING,
                ORIGIN);
    }

    /** A snapshot of these services, without tenants and without a policy. */
    public static Snapshot snapshot(Services services) {
        return snapshot(1, services, ApiKeys.NONE, GatewayPolicy.NONE);
    }

    /** A snapshot without packages, whose hash is {@code hash-} and its revision. */
    public static Snapshot snapshot(long revision, Services services, ApiKeys keys, GatewayPolicy policy) {
        String hash = "hash-" + revision;
        return new Snapshot(revision, "test", 0, services, keys, policy, hash, Packages.NONE, SourceDetails.NONE);
    }

    /** A route to the newest version of a service. */
    public static Route route(String path, @Nullable String host, Service service, boolean strip) {
        return new Route(path, host, service, null, strip, ORIGIN);
    }
}
