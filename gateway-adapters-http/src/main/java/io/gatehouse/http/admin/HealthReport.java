package io.gatehouse.http.admin;

import io.gatehouse.domain.service.Rollout;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import io.gatehouse.domain.upstream.Ejection;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.WatchedCertificates;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code /health}.
 *
 * @param status {@code healthy}, {@code degraded} if some host is out, a breaker lets calls try or hosts cannot be discovered, the registry cannot be
 *     loaded again, the throttling store does not answer, or a certificate has expired, cannot be read again or is awaited, {@code failing} if some version has none
 *     left or its breaker is open, but for those of single keys
 * @param environment the environment the gateway serves
 * @param version the version of the program
 * @param uptimeSeconds how long it has been running
 * @param registry which snapshot is being served
 * @param throttling how the store of the throttling counters fares; null if each process counts for itself
 * @param tls the certificates that are served; null if there are none
 * @param services every service
 */
record HealthReport(
        String status,
        String environment,
        String version,
        long uptimeSeconds,
        Registry registry,
        AdminView.@Nullable CounterStore throttling,
        @Nullable Tls tls,
        List<ServiceState> services) {

    static final String HEALTHY = "healthy";
    static final String DEGRADED = "degraded";
    static final String FAILING = "failing";

    /**
     * The snapshot being served; {@code loaded} is an ISO-8601 time, {@code problems} how many keep the gateway from serving what
     * the source holds now.
     */
    record Registry(long revision, String hash, String source, String loaded, int problems) {}

    /** Certificates of all ports; {@code problems} keep files from being served as they are. */
    record Tls(List<Certificate> certificates, List<String> problems) {

        static @Nullable Tls of(ServedCertificates served, Instant now) {
            return served.all().isEmpty()
                    ? null
                    : new Tls(
                            served.presented().stream()
                                    .map(one -> Certificate.of(one, now))
                                    .toList(),
                            served.problems());
        }

        boolean isGood() {
            return problems.isEmpty() && certificates.stream().noneMatch(one -> one.expired() || one.expires() == null);
        }
    }

    /** A certificate; {@code expiring} says that less than 14 days are left, or none; it {@code expires} never while it is awaited. */
    record Certificate(String place, String names, @Nullable String expires, boolean expiring, boolean expired) {

        private static Certificate of(WatchedCertificates.Presented one, Instant now) {
            Instant end = one.end();
            return new Certificate(
                    one.place(),
                    one.names(),
                    end == null ? null : end.toString(),
                    end != null && ServedCertificates.warning(end, now) != null,
                    end != null && now.isAfter(end));
        }
    }

    /**
     * A service; {@code panic} says that its hosts are used even if all of them are unhealthy, {@code rollout} who gets a new version, null if nobody in
     * particular.
     */
    record ServiceState(
            String name,
            boolean probed,
            boolean panic,
            List<VersionState> versions,
            @Nullable RolloutState rollout) {}

    /** A new version, and the share of the callers who get it. */
    record RolloutState(String version, double share, String stickTo, String decidedBy) {

        static @Nullable RolloutState of(@Nullable Rollout rollout) {
            return rollout == null
                    ? null
                    : new RolloutState(
                            rollout.version().toString(),
                            rollout.share().share(),
                            rollout.stickTo().word(),
                            rollout.origin().toString());
        }
    }

    /**
     * A version of a service; {@code caller} is the key whose calls alone go to these hosts, null if everybody's do,
     * {@code discoveryFailure} why the hosts may not be those of now, null while they are.
     */
    record VersionState(
            String version,
            @Nullable String caller,
            String status,
            @Nullable String discoveryFailure,
            @Nullable Breaker breaker,
            List<HostState> hosts) {}

    /** A circuit breaker; {@code why} says what opened it, and {@code retryAfter} in how many seconds it lets a call try. */
    record Breaker(
            String state,
            String since,
            @Nullable String why,
            @Nullable Long retryAfter) {

        static @Nullable Breaker of(@Nullable BreakerState breaker) {
            return breaker == null
                    ? null
                    : new Breaker(
                            breaker.kind().label(),
                            Instant.ofEpochMilli(breaker.sinceMillis()).toString(),
                            breaker.why(),
                            breaker.kind() == Kind.CLOSED ? null : breaker.retryAfterSeconds());
        }
    }

    /** Since when, until when and why a host is left out as its calls failed. */
    record Ejected(String since, String until, String why) {

        static @Nullable Ejected of(@Nullable Ejection ejection) {
            return ejection == null
                    ? null
                    : new Ejected(
                            Instant.ofEpochMilli(ejection.sinceMillis()).toString(),
                            Instant.ofEpochMilli(ejection.untilMillis()).toString(),
                            ejection.why());
        }
    }

    /** A host; {@code reason} says why it is not healthy, {@code drained} that its weight of zero keeps new requests away. */
    record HostState(
            String address,
            boolean healthy,
            @Nullable String reason,
            @Nullable Ejected ejected,
            boolean drained,
            int inFlight) {}

    static String statusOf(List<HostState> hosts, boolean upToDate, @Nullable BreakerState breaker) {
        List<HostState> meant = hosts.stream().filter(host -> !host.drained()).toList();
        long healthy = meant.stream().filter(HostState::healthy).count();
        Kind calls = breaker == null ? Kind.CLOSED : breaker.kind();
        if (healthy == 0 || calls == Kind.OPEN) {
            return FAILING;
        }
        boolean allServe = healthy == meant.size() && meant.stream().allMatch(host -> host.ejected() == null);
        return upToDate && allServe && calls == Kind.CLOSED ? HEALTHY : DEGRADED;
    }

    static String worst(List<ServiceState> services, boolean restIsGood) {
        String worst = restIsGood ? HEALTHY : DEGRADED;
        for (ServiceState service : services) {
            for (VersionState version : service.versions()) {
                if (version.status().equals(FAILING) && version.caller() == null) {
                    return FAILING;
                }
                worst = version.status().equals(HEALTHY) ? worst : DEGRADED;
            }
        }
        return worst;
    }
}
