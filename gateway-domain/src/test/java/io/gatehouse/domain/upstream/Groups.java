package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Groups of hosts for tests; hosts are called a, b, c and so on. */
final class Groups {

    /** A service that uses no unhealthy hosts. */
    static final Service CALM = TestServices.service("orders", "1");

    /** A service that uses all hosts when all are unhealthy. */
    static final Service PANICKING = TestServices.service(
            "orders",
            TestServices.FORWARDING,
            Set.of(),
            new HealthCheck("/", null, Duration.ofSeconds(5), Duration.ofSeconds(1), 1, 1, true),
            TestServices.version("orders", "1"));

    private static final VersionKey KEY = new VersionKey("orders", VersionNumber.parse("1"));

    private Groups() {}

    /** A group without panic whose hosts have these weights. */
    static UpstreamGroup of(BalancingStrategy balancing, int... weights) {
        UpstreamGroup group = empty();
        group.update(listed(weights), balancing, CALM);
        return group;
    }

    static UpstreamGroup empty() {
        return new UpstreamGroup(KEY, new Upstreams());
    }

    static ServiceVersion listed(int... weights) {
        return version(hosts(weights));
    }

    static ServiceVersion version(List<Host> hosts) {
        return new ServiceVersion(KEY, hosts, Requirements.NOTHING, TestServices.ORIGIN);
    }

    static List<Host> hosts(int... weights) {
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            hosts.add(new Host(address(i), weights[i]));
        }
        return hosts;
    }

    static HostAddress address(int index) {
        return new HostAddress(false, String.valueOf((char) ('a' + index)), 80);
    }

    /** The names of the hosts that are chosen in so many requests, one after the other. */
    static String choose(UpstreamGroup group, int times) {
        var chosen = new StringBuilder();
        for (int i = 0; i < times; i++) {
            HostPermit attempt = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
            chosen.append(attempt == null ? "-" : attempt.host().address().host());
            if (attempt != null) {
                attempt.end(HostOutcome.UNUSED);
            }
        }
        return chosen.toString();
    }

    /** How often each name stands in what {@link #choose} gives. */
    static Map<String, Long> counts(String chosen) {
        Map<String, Long> counts = new TreeMap<>();
        chosen.chars().forEach(c -> counts.merge(String.valueOf((char) c), 1L, Long::sum));
        return counts;
    }
}
