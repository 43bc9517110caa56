package io.gatehouse.domain.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * The hosts that a request has already been sent to in vain. Immutable.
 *
 * @param hosts in the order they were tried
 */
public record TriedHosts(List<UpstreamHost> hosts) {

    /** No host has been tried yet. */
    public static final TriedHosts NONE = new TriedHosts(List.of());

    public TriedHosts {
        hosts = List.copyOf(hosts);
    }

    /** These hosts and one more. */
    public TriedHosts and(UpstreamHost host) {
        var more = new ArrayList<>(hosts);
        more.add(host);
        return new TriedHosts(more);
    }

    /** Whether it is one of these. */
    public boolean contains(UpstreamHost host) {
        return !hosts.isEmpty() && hosts.contains(host);
    }
}
