package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Times and counts what upstream hosts do. Safe for concurrent use. */
final class UpstreamMetrics {

    /** The most hosts, each counted once for every version it serves. */
    static final int MOST_HOSTS = 2000;

    private static final UpstreamKey OTHER = new UpstreamKey("other", "other", "other");

    private final Bounded<UpstreamKey, UpstreamMeters> hosts;

    UpstreamMetrics(MeterRegistry registry) {
        this.hosts = new Bounded<>(key -> new UpstreamMeters(registry, key), OTHER, MOST_HOSTS);
    }

    void ended(ExchangeRecord exchange) {
        String service = exchange.service();
        String version = exchange.version();
        String upstream = exchange.upstream();
        if (service != null && version != null && upstream != null) {
            ended(exchange, hosts.get(new UpstreamKey(service, version, upstream)));
        }
    }

    private static void ended(ExchangeRecord exchange, UpstreamMeters host) {
        if (exchange.firstByteNanos() >= 0) {
            host.answered(exchange.firstByteNanos());
        }
        Rejection rejection = exchange.rejection();
        if (rejection != null && rejection.fault() == Fault.UPSTREAM) {
            host.failed(rejection);
        }
    }

    void healthChanged(VersionKey version, HostAddress host, @Nullable String unhealthyReason) {
        hosts.get(UpstreamKey.of(version, host)).healthChanged(unhealthyReason != null);
    }

    /** Drops the meters of all hosts but these. */
    void retain(Collection<UpstreamGroup> groups) {
        Set<UpstreamKey> named = new HashSet<>();
        groups.forEach(group -> group.hosts().forEach(host -> named.add(UpstreamKey.of(group.key(), host.address()))));
        hosts.retain(named::contains, UpstreamMeters::remove);
    }
}
