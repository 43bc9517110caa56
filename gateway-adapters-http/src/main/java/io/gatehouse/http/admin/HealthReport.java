package io.gatehouse.http.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code /health}.
 *
 * @param status {@code healthy}, {@code degraded} if some host is out or hosts cannot be discovered, the registry cannot be
 *     loaded again or the throttling store does not answer, {@code failing} if some version has none
 *     left, but for those of single keys
 * @param environment the environment the gateway serves
 * @param version the version of the program
 * @param uptimeSeconds how long it has been running
 * @param registry which snapshot is being served
 * @param throttling how the store of the throttling counters fares; null if each process counts for itself
 * @param services every service
 */
record HealthReport(
        String status,
        String environment,
        String version,
        long uptimeSeconds,
        Registry registry,
        AdminView.@Nullable CounterStore throttling,
        List<ServiceState> services) {

    static final String HEALTHY = "healthy";
    static final String DEGRADED = "degraded";
    static final String FAILING = "failing";

    /**
     * The snapshot being served; {@code loaded} is an ISO-8601 time, {@code problems} how many keep the gateway from serving what
     * the source holds now.
     */
    record Registry(long revision, String hash, String source, String loaded, int problems) {}

    /** A service; {@code panic} says that its hosts are used even if all of them are unhealthy. */
    record ServiceState(String name, boolean probed, boolean panic, List<VersionState> versions) {}

    /**
     * A version of a service; {@code caller} is the key whose calls alone go to these hosts, null if everybody's do,
     * {@code discoveryFailure} why the hosts may not be those of now, null while they are.
     */
    record VersionState(
            String version,
            @Nullable String caller,
            String status,
            @Nullable String discoveryFailure,
            List<HostState> hosts) {}

    /** A host; {@code reason} says why it is not healthy, {@code drained} that its weight of zero keeps new requests away. */
    record HostState(
            String address, boolean healthy, @Nullable String reason, boolean drained, int inFlight) {}

    static String statusOf(List<HostState> hosts, boolean upToDate) {
        List<HostState> meant = hosts.stream().filter(host -> !host.drained()).toList();
        long healthy = meant.stream().filter(HostState::healthy).count();
        if (healthy == 0) {
            return FAILING;
        }
        return upToDate && healthy == meant.size() ? HEALTHY : DEGRADED;
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
