package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service as requests see it: compiled, immutable, shared by all requests of a snapshot.
 *
 * @param name the name that paths and access rules use
 * @param versions the deployed versions, newest first; none where all its routes redirect
 * @param dedicated the same versions on other hosts, for callers who have some of their own
 * @param methods the methods it allows; empty for all
 * @param loadBalancing how a host is chosen
 * @param healthCheck how hosts are probed; null for not at all
 * @param resilience what keeps the failures of its hosts from spreading
 * @param forwarding what upstreams get to see
 * @param maintenance it is under maintenance; null if it is not
 * @param keepOpen whether its tunnels and streams go on when what they were granted by is revoked
 * @param observation the checks that are watched instead of enforced for its calls; null for none
 * @param origin the place in the configuration that declares it
 */
public record Service(
        String name,
        List<ServiceVersion> versions,
        List<ServiceVersion> dedicated,
        Set<String> methods,
        Balancing loadBalancing,
        @Nullable HealthCheck healthCheck,
        Resilience resilience,
        Forwarding forwarding,
        @Nullable Maintenance maintenance,
        boolean keepOpen,
        @Nullable Observation observation,
        Origin origin) {

    public Service {
        name = name.intern();
        // A copy of one or two is one object, a list made by a stream two.
        versions = List.copyOf(versions.stream()
                .sorted((a, b) -> b.key().version().compareTo(a.key().version()))
                .toList());
        dedicated = dedicated.stream()
                .sorted(Comparator.comparing(version -> version.key().toString()))
                .toList();
        methods = Set.copyOf(methods);
    }

    /** Everything of it that runs somewhere: what has hosts, health and connections. */
    public List<ServiceVersion> deployments() {
        return dedicated.isEmpty()
                ? versions
                : Stream.concat(versions.stream(), dedicated.stream()).toList();
    }

    /** The newest deployed version, of a service that has one. */
    public ServiceVersion newest() {
        return versions.get(0);
    }

    /** Whether there is nowhere to forward to: its routes redirect, and nothing else leads to it. */
    public boolean onlyRedirects() {
        return versions.isEmpty();
    }

    /** The newest deployed version that is one of those; null if none is. */
    public @Nullable ServiceVersion newestOf(Predicate<VersionKey> those) {
        for (ServiceVersion version : versions) {
            if (those.test(version.key())) {
                return version;
            }
        }
        return null;
    }

    /**
     * The versions that callers may get who ask for none, of those that are granted: the newest, or where a version is rolled out to some of
     * them that one behind the one that all others get. Empty if none is granted.
     */
    public List<ServiceVersion> unversioned(Predicate<VersionKey> granted) {
        Rollout rollout = forwarding.steering().rollout();
        ServiceVersion newest = newestOf(granted);
        ServiceVersion rolledOut = rollout == null ? null : version(rollout.version());
        if (rollout != null && rolledOut != null && granted.test(rolledOut.key())) {
            ServiceVersion before =
                    newestOf(key -> key.version().compareTo(rollout.version()) < 0 && granted.test(key));
            if (before != null) {
                return rollout.share().share() >= 1 ? List.of(rolledOut) : List.of(before, rolledOut);
            }
        }
        return newest == null ? List.of() : List.of(newest);
    }

    /** The version with this number; null if it is not deployed. */
    public @Nullable ServiceVersion version(VersionNumber number) {
        for (ServiceVersion version : versions) {
            if (version.key().version().equals(number)) {
                return version;
            }
        }
        return null;
    }

    /** Whether the service allows this method. */
    public boolean allows(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
