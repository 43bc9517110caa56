package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.time.Timer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The run-time state of all upstream hosts: it lives outside the registry's snapshot, so that a reload keeps what did
 * not change. Safe for concurrent use; reading takes no lock.
 */
public final class Upstreams implements LoadBalancer, AutoCloseable {

    private final Map<String, BalancingStrategy> strategies = new HashMap<>();
    private final Map<String, HostDiscovery> discoveries;
    private final GatewayClock clock;
    private final Timer timer;
    private final DefectListener defects;
    private final byte[] ownSecret = new byte[32];
    private final List<UpstreamListener> listeners = new CopyOnWriteArrayList<>();

    /** Replaced as a whole when the registry changes. */
    private volatile Map<VersionKey, UpstreamGroup> groups = Map.of();

    private volatile boolean closed;

    /** With the strategies that the gateway brings, hosts that the registry lists, and nobody whose waiting is ended by time. */
    public Upstreams() {
        this(Map.of(), Map.of(), new SystemClock(), (delay, task) -> () -> {}, DefectListener.NONE);
    }

    /**
     * With what plug-ins bring besides.
     *
     * @param further strategies by the name that services call them; ours come first
     * @param discoveries by the name that versions call them
     * @param timer ends the waiting of those who wait for a place
     * @param defects hears of strategies, discoveries and listeners that throw
     */
    public Upstreams(
            Map<String, BalancingStrategy> further,
            Map<String, HostDiscovery> discoveries,
            GatewayClock clock,
            Timer timer,
            DefectListener defects) {
        strategies.putAll(further);
        for (BuiltInStrategy ours : BuiltInStrategy.values()) {
            strategies.put(ours.configured(), ours);
        }
        this.discoveries = Map.copyOf(discoveries);
        this.clock = clock;
        this.timer = timer;
        this.defects = defects;
        new SecureRandom().nextBytes(ownSecret);
    }

    /** Reports to one more listener from now on. */
    public void listen(UpstreamListener listener) {
        listeners.add(listener);
    }

    @Override
    public @Nullable HostPermit begin(VersionKey key, BalancedRequest request, TriedHosts tried) {
        UpstreamGroup group = groups.get(key);
        return group == null ? null : group.begin(request, tried);
    }

    @Override
    public @Nullable ConcurrencyGate gate(VersionKey key) {
        UpstreamGroup group = groups.get(key);
        return group == null ? null : group.gate();
    }

    @Override
    public boolean hostsAreFull(VersionKey key) {
        UpstreamGroup group = groups.get(key);
        return group != null && group.isFull();
    }

    /** Names a host that could be chosen now, and counts nothing: neither a turn taken nor a request in flight. */
    public LoadBalancer preview() {
        return new Preview(this);
    }

    @Override
    public @Nullable BreakerState refusing(VersionKey version) {
        UpstreamGroup group = groups.get(version);
        return group == null ? null : group.refusing();
    }

    @Override
    public void describe(VersionKey version, BiConsumer<Origin, String> notes) {
        UpstreamGroup group = groups.get(version);
        if (group != null) {
            group.describe(notes);
        }
    }

    /** Says the same without counting. */
    private record Preview(Upstreams upstreams) implements LoadBalancer {

        @Override
        public @Nullable HostPermit begin(VersionKey version, BalancedRequest request, TriedHosts tried) {
            UpstreamGroup group = upstreams.group(version);
            UpstreamHost host = group == null ? null : group.preview(request, tried);
            return host == null ? null : new HostPermit(host, null, null, null);
        }

        @Override
        public @Nullable ConcurrencyGate gate(VersionKey version) {
            return upstreams.gate(version);
        }

        @Override
        public @Nullable BreakerState refusing(VersionKey version) {
            return upstreams.refusing(version);
        }

        @Override
        public void describe(VersionKey version, BiConsumer<Origin, String> notes) {
            upstreams.describe(version, notes);
        }
    }

    /** The group of this version; null if the registry names no such version. */
    public @Nullable UpstreamGroup group(VersionKey key) {
        return groups.get(key);
    }

    /** All groups, in no order. */
    public Collection<UpstreamGroup> groups() {
        return groups.values();
    }

    /** The addresses of all hosts as they are now. */
    public Set<HostAddress> addresses() {
        Set<HostAddress> addresses = new HashSet<>();
        groups().forEach(group -> group.hosts().forEach(host -> addresses.add(host.address())));
        return addresses;
    }

    /**
     * Takes over what the registry now says; must be called before requests see the new snapshot. What it does not name any
     * more stays until {@link #retain}, for requests that still go by the old one. Hosts that are discovered join when their
     * discovery reports them.
     */
    public synchronized void update(Services services) {
        var more = new ArrayList<>(groups.values());
        for (Service service : services.all()) {
            BalancingStrategy strategy = strategy(service.loadBalancing());
            for (ServiceVersion version : service.deployments()) {
                UpstreamGroup group = groups.get(version.key());
                if (group == null) {
                    group = new UpstreamGroup(version.key(), this);
                    more.add(group);
                }
                group.update(version, strategy, service);
            }
        }
        groups = byVersion(more);
    }

    private BalancingStrategy strategy(Balancing how) {
        return how.strategy().equals(Balancing.CONSISTENT_HASH)
                ? new ConsistentHash(how.hashBy(), how.mostOfAverage())
                : strategies.getOrDefault(how.strategy(), BuiltInStrategy.ROUND_ROBIN);
    }

    /** Drops what these services do not name; must be called after requests see their snapshot. */
    public synchronized void retain(Services services) {
        Set<VersionKey> named = new HashSet<>();
        services.all().forEach(service -> service.deployments().forEach(version -> named.add(version.key())));
        var kept = new ArrayList<UpstreamGroup>();
        for (UpstreamGroup group : groups.values()) {
            if (named.contains(group.key())) {
                kept.add(group);
            } else {
                group.close();
            }
        }
        groups = byVersion(kept);
    }

    /** Ends all watching for hosts, for good; those that are known, or that the registry lists, can be chosen all the same. */
    @Override
    public synchronized void close() {
        closed = true;
        groups.values().forEach(UpstreamGroup::close);
    }

    /** Whether nobody is to be watched any more. */
    boolean closed() {
        return closed;
    }

    GatewayClock clock() {
        return clock;
    }

    Timer timer() {
        return timer;
    }

    /** What names of hosts in cookies are hashed with, where the registry has no secret for it. */
    byte[] ownSecret() {
        return ownSecret;
    }

    DefectListener defects() {
        return defects;
    }

    @Nullable
    HostDiscovery discovery(String name) {
        return discoveries.get(name);
    }

    void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
        // For every call: nothing is made for it.
        for (int n = 0; n < listeners.size(); n++) {
            UpstreamListener listener = listeners.get(n);
            try {
                listener.ended(version, host, outcome);
            } catch (RuntimeException | LinkageError defect) {
                defects.threw(listener, defect);
            }
        }
    }

    void breakerChanged(VersionKey version, BreakerState state) {
        report(listener -> listener.breakerChanged(version, state));
    }

    void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {
        report(listener -> listener.ejectionChanged(version, host, ejection));
    }

    void hostsChanged(UpstreamGroup group) {
        report(listener -> listener.hostsChanged(group));
    }

    void discoveryFailed(VersionKey version, String reason) {
        report(listener -> listener.discoveryFailed(version, reason));
    }

    private void report(Consumer<UpstreamListener> what) {
        for (UpstreamListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | LinkageError defect) {
                defects.threw(listener, defect);
            }
        }
    }

    private static Map<VersionKey, UpstreamGroup> byVersion(List<UpstreamGroup> groups) {
        return groups.stream().collect(Collectors.toUnmodifiableMap(UpstreamGroup::key, Function.identity()));
    }
}
