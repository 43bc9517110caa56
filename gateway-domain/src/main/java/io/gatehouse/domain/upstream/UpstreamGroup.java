package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Printable;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.VersionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one version of a service at run time, and the choice among them.
 *
 * <p>Choosing takes no lock: it reads one reference to what the strategy has laid out. Changes of hosts and of health are rare
 * and take turns. Safe for concurrent use.
 */
public final class UpstreamGroup {

    private static final int LONGEST_ADDRESS = 100;

    private final VersionKey key;
    private final Upstreams upstreams;
    private volatile List<UpstreamHost> hosts = List.of();
    private volatile Layout layout = new Layout(List.of(), BuiltInStrategy.ROUND_ROBIN.among(List.of(), null));
    private volatile @Nullable String discoveryFailure;
    private BalancingStrategy strategy = BuiltInStrategy.ROUND_ROBIN;
    private boolean panic;
    private @Nullable Duration slowStart;
    private @Nullable HostSource source;
    private @Nullable Subscription subscription;

    /** The hosts that may be used, and what chooses among them. */
    private record Layout(List<UpstreamHost> usable, BalancingStrategy.Chooser chooser) {}

    UpstreamGroup(VersionKey key, Upstreams upstreams) {
        this.key = key;
        this.upstreams = upstreams;
    }

    /** The version whose hosts these are. */
    public VersionKey key() {
        return key;
    }

    /** All its hosts, healthy or not, in the order in which they are listed or were discovered. */
    public List<UpstreamHost> hosts() {
        return hosts;
    }

    /** Why its hosts may not be those of now; null while they are, or are listed by the registry. */
    public @Nullable String discoveryFailure() {
        return discoveryFailure;
    }

    /** The permit to use a host that has not been tried; null if none is left or healthy. */
    public @Nullable HostPermit begin(BalancedRequest request, TriedHosts tried) {
        Layout now = layout;
        UpstreamHost host;
        try {
            host = now.chooser.choose(request, tried);
            if (host != null && host.share() < 1 && !now.chooser.weighsEveryTime()) {
                host = orAnother(host, now.chooser, request, tried);
            }
        } catch (RuntimeException | LinkageError defect) {
            upstreams.defects().threw(now.chooser, defect);
            host = firstOf(now.usable, tried);
        }
        return host == null ? null : new HostPermit(host, this);
    }

    /** A host that has just come back, or in so many cases as its share is short of the whole another one that may be used. */
    private static UpstreamHost orAnother(
            UpstreamHost back, BalancingStrategy.Chooser chooser, BalancedRequest request, TriedHosts tried) {
        if (ThreadLocalRandom.current().nextDouble() < back.share()) {
            return back;
        }
        UpstreamHost other = chooser.choose(request, tried.and(back));
        return other == null ? back : other;
    }

    /** A host that could be chosen now; takes no turn and counts nothing. */
    @Nullable
    UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
        return layout.chooser.preview(request, tried);
    }

    /** A request is done with a host. */
    void ended(UpstreamHost host, HostOutcome outcome) {
        BalancingStrategy.Chooser chooser = layout.chooser;
        try {
            chooser.ended(host, outcome);
        } catch (RuntimeException | LinkageError defect) {
            upstreams.defects().threw(chooser, defect);
        }
        upstreams.ended(key, host, outcome);
    }

    /** Takes a host out of balancing, with the reason, or back in with null. */
    public synchronized void health(UpstreamHost host, @Nullable String unhealthyReason) {
        if (unhealthyReason == null && !host.healthy()) {
            host.startSlowly(slowStart);
        }
        host.unhealthyReason(unhealthyReason);
        layOut();
    }

    /** Takes over what the registry now says; hosts that stay keep their state. */
    void update(HostSource now, BalancingStrategy balancing, Service service) {
        Subscription begins;
        synchronized (this) {
            HealthCheck check = service.healthCheck();
            panic = check != null && check.panic();
            slowStart = check == null ? null : check.slowStart();
            strategy = balancing;
            layOut();
            if (source != null && asksTheSame(source, now)) {
                return;
            }
            source = now;
            unsubscribe();
            begins = new Subscription(now instanceof HostSource.Discovered);
            subscription = begins;
        }
        // Without the lock: a discovery may report on another thread before this returns.
        begins.begin(now);
    }

    /** Gives up finding out its hosts. */
    synchronized void close() {
        unsubscribe();
    }

    private void unsubscribe() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    private static boolean asksTheSame(HostSource before, HostSource now) {
        if (before instanceof HostSource.Discovered one && now instanceof HostSource.Discovered other) {
            return one.discovery().equals(other.discovery()) && one.parameters().equals(other.parameters());
        }
        return before.equals(now);
    }

    /** True if they are others than before. */
    private boolean replace(Map<HostAddress, Host> listed) {
        Map<HostAddress, UpstreamHost> known = new HashMap<>();
        hosts.forEach(host -> known.put(host.address(), host));
        var updated = new ArrayList<UpstreamHost>(listed.size());
        boolean changed = false;
        for (Host host : listed.values()) {
            UpstreamHost kept =
                    known.computeIfAbsent(host.address(), address -> new UpstreamHost(address, upstreams.clock()));
            changed |= kept.weight() != host.weight();
            kept.weight(host.weight());
            updated.add(kept);
        }
        changed |= !updated.equals(hosts);
        if (changed) {
            hosts = List.copyOf(updated);
            layOut();
        }
        return changed;
    }

    private void layOut() {
        List<UpstreamHost> meant =
                hosts.stream().filter(host -> !host.drained()).toList();
        List<UpstreamHost> healthy =
                meant.stream().filter(UpstreamHost::healthy).toList();
        List<UpstreamHost> usable = healthy.isEmpty() && panic ? meant : healthy;
        BalancingStrategy.Chooser before = layout.chooser;
        try {
            layout = new Layout(usable, strategy.among(usable, before));
        } catch (RuntimeException | LinkageError defect) {
            upstreams.defects().threw(strategy, defect);
            layout = new Layout(usable, BuiltInStrategy.ROUND_ROBIN.among(usable, before));
        }
    }

    private static @Nullable UpstreamHost firstOf(List<UpstreamHost> usable, TriedHosts tried) {
        for (UpstreamHost host : usable) {
            if (!tried.contains(host)) {
                return host;
            }
        }
        return null;
    }

    /** What one watch reports, for as long as it is the watch of this group. */
    private final class Subscription implements HostDiscovery.Receiver {

        private final boolean discovered;
        private HostDiscovery.@Nullable Watch watch;
        private boolean closed;

        Subscription(boolean discovered) {
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
                    watching(discovery.watch(key, asked, this));
                } catch (RuntimeException | LinkageError defect) {
                    upstreams.defects().threw(discovery, defect);
                    failed("the discovery " + asked.discovery() + " failed");
                }
            }
        }

        private void watching(HostDiscovery.Watch begun) {
            synchronized (UpstreamGroup.this) {
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
                    distinct.putIfAbsent(host.address(), host);
                }
            }
            boolean changed;
            synchronized (UpstreamGroup.this) {
                if (closed) {
                    return;
                }
                discoveryFailure = null;
                changed = replace(distinct);
            }
            if (changed && discovered) {
                upstreams.hostsChanged(UpstreamGroup.this);
            }
            if (discovered && all.size() > MOST_HOSTS) {
                failed(all.size() + " hosts, of which the first " + MOST_HOSTS + " are used");
            }
        }

        @Override
        public void failed(String reason) {
            synchronized (UpstreamGroup.this) {
                if (closed) {
                    return;
                }
                discoveryFailure = reason;
            }
            upstreams.discoveryFailed(key, reason);
        }
    }
}
