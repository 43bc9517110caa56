package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Printable;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one watch reports of the hosts of a group, for as long as it is the watch of that group. */
final class HostSubscription implements HostDiscovery.Receiver {

    private static final int LONGEST_ADDRESS = 100;

    private final UpstreamGroup group;
    private final Upstreams upstreams;
    private final boolean discovered;
    private final @Nullable String upstreamTls;
    private HostDiscovery.@Nullable Watch watch;
    private boolean closed;

    /** Has all hosts secured in this way that are secured; null for each as its name says. */
    HostSubscription(UpstreamGroup group, Upstreams upstreams, boolean discovered, @Nullable String upstreamTls) {
        this.upstreamTls = upstreamTls;
        this.group = group;
        this.upstreams = upstreams;
        this.discovered = discovered;
    }

    void begin(HostSource from) {
        if (from instanceof HostSource.Listed listed) {
            hosts(listed.hosts());
        } else if (from instanceof HostSource.Discovered asked && !upstreams.closed()) {
            HostDiscovery discovery = upstreams.discovery(asked.discovery());
            if (discovery == null) {
                failed("there is no discovery named " + asked.discovery() + " here");
                return;
            }
            try {
                watching(discovery.watch(group.key(), asked, this));
            } catch (RuntimeException | LinkageError defect) {
                upstreams.defects().threw(discovery, defect);
                failed("the discovery " + asked.discovery() + " failed");
            }
        }
    }

    private void watching(HostDiscovery.Watch begun) {
        synchronized (group) {
            watch = begun;
            if (!closed) {
                return;
            }
        }
        end(begun);
    }

    /** Called with the group's lock. */
    void close() {
        closed = true;
        if (watch != null) {
            end(watch);
        }
    }

    private void end(HostDiscovery.Watch ending) {
        try {
            ending.close();
        } catch (RuntimeException | LinkageError defect) {
            upstreams.defects().threw(ending, defect);
        }
    }

    @Override
    public void hosts(List<Host> all) {
        var distinct = new LinkedHashMap<HostAddress, Host>();
        for (Host host : all) {
            if (discovered && (host.weight() < 0 || host.weight() > 100)) {
                failed("the weight of " + host.address() + " is not 0 to 100");
                return;
            }
            if (discovered && !host.address().isValid()) {
                failed(Printable.text(host.address().toString(), LONGEST_ADDRESS)
                        + " is no host with a port from 1 to 65535");
                return;
            }
            if (!discovered || distinct.size() < MOST_HOSTS) {
                HostAddress address = host.address().securedBy(upstreamTls);
                distinct.putIfAbsent(address, new Host(address, host.weight(), host.priority()));
            }
        }
        List<UpstreamHost> back;
        synchronized (group) {
            if (closed) {
                return;
            }
            back = group.replace(distinct);
        }
        if (back != null) {
            group.laidOut(back);
            if (discovered) {
                upstreams.hostsChanged(group);
            }
        }
        if (discovered && all.size() > MOST_HOSTS) {
            failed(all.size() + " hosts, of which the first " + MOST_HOSTS + " are used");
        }
    }

    @Override
    public void failed(String reason) {
        synchronized (group) {
            if (closed) {
                return;
            }
            group.discoveryFailed(reason);
        }
        upstreams.discoveryFailed(group.key(), reason);
    }
}
