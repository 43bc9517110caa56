package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.LoadBalancing;
import io.gatehouse.domain.service.VersionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one version of a service at run time, and the choice among them.
 *
 * <p>Choosing takes no lock: it reads one reference to the current rotation. Changes of hosts and of health are rare and
 * take turns. Safe for concurrent use.
 */
public final class UpstreamGroup {

    private final VersionKey key;
    private boolean panic;
    private volatile List<UpstreamHost> hosts = List.of();
    private volatile Rotation rotation = new Rotation(List.of(), 0);
    private volatile HostChooser chooser = RoundRobin.INSTANCE;
    private @Nullable LoadBalancing strategy;

    UpstreamGroup(VersionKey key) {
        this.key = key;
    }

    /** The version whose hosts these are. */
    public VersionKey key() {
        return key;
    }

    /** All its hosts, healthy or not, in the order the registry lists them. */
    public List<UpstreamHost> hosts() {
        return hosts;
    }

    /** The permit to use a host that has not been tried; null if none is left or healthy. */
    public @Nullable HostPermit begin(TriedHosts tried) {
        UpstreamHost host = chooser.choose(rotation, tried);
        return host == null ? null : HostPermit.counted(host);
    }

    /** A host that could be chosen now; takes no turn and counts nothing. */
    @Nullable
    UpstreamHost preview(TriedHosts tried) {
        return RotationWalk.from(0, rotation, tried);
    }

    /** Takes a host out of balancing, with the reason, or back in with null. */
    public synchronized void health(UpstreamHost host, @Nullable String sickness) {
        host.sickness(sickness);
        rotate();
    }

    /** Takes over what the registry now says; hosts that stay keep their state. */
    synchronized void update(List<Host> listed, LoadBalancing balancing, boolean useAllWhenAllAreSick) {
        Map<HostAddress, UpstreamHost> known = new HashMap<>();
        hosts.forEach(host -> known.put(host.address(), host));
        var updated = new ArrayList<UpstreamHost>();
        for (Host host : listed) {
            UpstreamHost kept = known.computeIfAbsent(host.address(), UpstreamHost::new);
            kept.weight(host.weight());
            updated.add(kept);
        }
        hosts = List.copyOf(updated);
        panic = useAllWhenAllAreSick;
        if (strategy != balancing) {
            strategy = balancing;
            chooser = chooser(balancing);
        }
        rotate();
    }

    private void rotate() {
        List<UpstreamHost> meant =
                hosts.stream().filter(host -> !host.drained()).toList();
        List<UpstreamHost> healthy =
                meant.stream().filter(UpstreamHost::healthy).toList();
        rotation = new Rotation(healthy.isEmpty() && panic ? meant : healthy, rotation.next());
    }

    private static HostChooser chooser(LoadBalancing balancing) {
        IntUnaryOperator below = bound -> ThreadLocalRandom.current().nextInt(bound);
        return switch (balancing) {
            case ROUND_ROBIN -> RoundRobin.INSTANCE;
            case RANDOM -> new RandomChoice(below);
            case LEAST_REQUESTS -> new LeastRequests(below);
        };
    }
}
