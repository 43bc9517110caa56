package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.StickyCookie;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one version of a service at run time, and the choice among them.
 *
 * <p>Choosing takes no lock: it reads one reference to what the strategy has laid out. Changes of hosts and of health are rare
 * and take turns. Safe for concurrent use.
 */
public final class UpstreamGroup {

    /** How much longer than its service's time-outs a trial may keep others out: they are looked at a few times a second. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final VersionKey key;
    private final Upstreams upstreams;
    private volatile List<UpstreamHost> hosts = List.of();
    private volatile HostLayout layout = HostLayout.none();
    private volatile @Nullable String discoveryFailure;
    private BalancingStrategy strategy = BuiltInStrategy.ROUND_ROBIN;
    private boolean panic;
    private @Nullable Duration slowStart;
    private @Nullable HostSource source;
    private @Nullable String upstreamTls;
    private @Nullable HostSubscription subscription;
    private final OutlierDetection outliers;
    private volatile @Nullable CircuitBreaker breaker;
    private volatile @Nullable ConcurrencyGate gate;
    private volatile boolean limited;
    private @Nullable StickyCookie cookie;
    private @Nullable Bounds ofHost;

    UpstreamGroup(VersionKey key, Upstreams upstreams) {
        this.key = key;
        this.upstreams = upstreams;
        this.outliers = new OutlierDetection(upstreams.clock());
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

    /** Whether a discovery finds its hosts out, and not the registry lists them. */
    public synchronized boolean isDiscovered() {
        return source instanceof HostSource.Discovered;
    }

    /** What its circuit breaker does; null if it has none. */
    public @Nullable BreakerState breaker() {
        CircuitBreaker now = breaker;
        return now == null ? null : now.state();
    }

    /** The permit to use a host that has not been tried; null if none is left or healthy, or the breaker lets none through. */
    public @Nullable HostPermit begin(BalancedRequest request, TriedHosts tried) {
        if (outliers.isReturnDue()) {
            takeBack();
        }
        HostLayout now = layout;
        CircuitBreaker guard = breaker;
        if (guard == null) {
            UpstreamHost host = now.begin(request, tried, upstreams.defects());
            return host == null ? null : new HostPermit(host, this, null, now.cookie(host, request, tried));
        }
        CircuitBreaker.Phase begun = guard.admit(now.usable().size());
        if (begun == null) {
            return null;
        }
        UpstreamHost host = now.begin(request, tried, upstreams.defects());
        if (host == null) {
            guard.ended(begun, HostOutcome.UNUSED);
            return null;
        }
        return new HostPermit(host, this, begun, now.cookie(host, request, tried));
    }

    /** Where requests wait for a place among those in flight; null if any number may be. */
    public @Nullable ConcurrencyGate gate() {
        return limited ? gate : null;
    }

    /** Whether there are hosts that could be used, were they not at their limits. */
    boolean isFull() {
        List<UpstreamHost> usable = layout.usable();
        BreakerState state = breaker();
        return !usable.isEmpty() && usable.get(0).limit() != null && (state == null || state.kind() == Kind.CLOSED);
    }

    /** The breaker if it has just kept a request that had tried no host from one; null if it has not. */
    @Nullable
    BreakerState refusing() {
        BreakerState state = breaker();
        return state == null || state.kind() == Kind.CLOSED || layout.usable().isEmpty() ? null : state;
    }

    /** Notes what keeps requests from hosts, each with the place in the configuration that says so. */
    void describe(BiConsumer<Origin, String> notes) {
        BreakerState state = breaker();
        if (state != null) {
            notes.accept(state.policy().origin(), state.inWords());
        }
        outliers.describe(hosts, notes);
    }

    /** A host that could be chosen now; takes no turn and counts nothing. */
    @Nullable
    UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
        CircuitBreaker guard = breaker;
        HostLayout now = layout;
        return guard == null || guard.admits(now.usable().size()) ? now.preview(request, tried) : null;
    }

    /** Counts what became of a call for its breaker and its host. */
    void judge(UpstreamHost host, CircuitBreaker.@Nullable Phase begun, HostOutcome outcome) {
        CircuitBreaker guard = breaker;
        if (guard != null && begun != null) {
            guard.ended(begun, outcome);
        }
        if (outliers.isOutlier(host, outcome)) {
            eject(host, outcome);
        }
    }

    private void eject(UpstreamHost host, HostOutcome last) {
        Ejection ejection;
        List<UpstreamHost> back;
        synchronized (this) {
            ejection = outliers.eject(host, hosts, last);
            if (ejection == null) {
                return;
            }
            back = layOut();
        }
        upstreams.ejectionChanged(key, host, ejection);
        laidOut(back);
    }

    private void takeBack() {
        List<UpstreamHost> back;
        synchronized (this) {
            back = layOut();
        }
        laidOut(back);
    }

    /**
     * Reports hosts that are not ejected any more, and lets those in who wait. Called without the lock: who waits is served with that of
     * the gate, and then takes this one.
     */
    void laidOut(List<UpstreamHost> back) {
        back.forEach(host -> upstreams.ejectionChanged(key, host, null));
        ConcurrencyGate open = gate;
        if (open != null) {
            open.hostLeft(-1);
        }
    }

    /** A request is done with a host. */
    void ended(UpstreamHost host, HostOutcome outcome) {
        layout.ended(host, outcome, upstreams.defects());
        long latency = outcome.latencyNanos();
        host.observe(latency);
        upstreams.ended(key, host, outcome);
        ConcurrencyGate open = gate;
        if (open != null) {
            open.hostLeft(latency);
        }
    }

    /** Takes a host out of balancing, with the reason, or back in with null. */
    public void health(UpstreamHost host, @Nullable String unhealthyReason) {
        List<UpstreamHost> back;
        synchronized (this) {
            if (unhealthyReason == null && !host.healthy()) {
                host.startSlowly(slowStart);
            }
            host.unhealthyReason(unhealthyReason);
            back = layOut();
        }
        laidOut(back);
    }

    /** Takes over what the registry now says; hosts that stay keep their state. */
    void update(ServiceVersion version, BalancingStrategy balancing, Service service) {
        HostSource now = version.source();
        HostSubscription begins = null;
        List<UpstreamHost> back;
        synchronized (this) {
            HealthCheck check = service.healthCheck();
            panic = check != null && check.panic();
            slowStart = check == null ? null : check.slowStart();
            strategy = balancing;
            cookie = service.loadBalancing().sticky();
            limit(service.resilience().concurrency());
            outliers.goBy(service.resilience().outliers());
            guardBy(service.resilience().breaker(), service.forwarding().timeouts());
            back = layOut();
            if (source == null || !asksTheSame(source, now) || !Objects.equals(upstreamTls, version.upstreamTls())) {
                source = now;
                upstreamTls = version.upstreamTls();
                unsubscribe();
                begins = new HostSubscription(this, upstreams, now instanceof HostSource.Discovered, upstreamTls);
                subscription = begins;
            }
        }
        laidOut(back);
        if (begins != null) {
            // Without the lock: a discovery may report on another thread before this returns.
            begins.begin(now);
        }
    }

    private void guardBy(@Nullable BreakerPolicy policy, Timeouts timeouts) {
        Duration trialLimit = timeouts.connect().plus(timeouts.response()).plus(LATE);
        CircuitBreaker before = breaker;
        if (policy == null) {
            breaker = null;
        } else if (before == null) {
            breaker = new CircuitBreaker(
                    policy, trialLimit, upstreams.clock(), state -> upstreams.breakerChanged(key, state));
        } else {
            before.goBy(policy, trialLimit);
        }
    }

    /** Called with the group's lock. A gate stays where it is no longer needed, for those who are behind it. */
    private void limit(@Nullable ConcurrencyPolicy concurrency) {
        ofHost = concurrency == null ? null : concurrency.ofHost();
        ConcurrencyGate before = gate;
        if (before != null) {
            before.update(concurrency == null ? ConcurrencyPolicy.NONE : concurrency);
        } else if (concurrency != null) {
            gate = new ConcurrencyGate(concurrency, upstreams.clock(), upstreams.timer());
        }
        limited = concurrency != null;
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

    /** The hosts are these now, called with the lock; returns those that are not ejected any more by it, null if nothing has changed. */
    @Nullable
    List<UpstreamHost> replace(Map<HostAddress, Host> listed) {
        discoveryFailure = null;
        Map<HostAddress, UpstreamHost> known = new HashMap<>();
        hosts.forEach(host -> known.put(host.address(), host));
        var updated = new ArrayList<UpstreamHost>(listed.size());
        boolean changed = false;
        for (Host host : listed.values()) {
            UpstreamHost kept =
                    known.computeIfAbsent(host.address(), address -> new UpstreamHost(address, upstreams.clock()));
            changed |= kept.weight() != host.weight() || kept.priority() != host.priority();
            kept.weight(host.weight());
            kept.priority(host.priority());
            updated.add(kept);
        }
        if (!changed && updated.equals(hosts)) {
            return null;
        }
        hosts = List.copyOf(updated);
        return layOut();
    }

    /** The hosts may not be those of now; called with the lock. */
    void discoveryFailed(String reason) {
        discoveryFailure = reason;
    }

    /** Lays out those that may be used; returns those that are not ejected any more. */
    private List<UpstreamHost> layOut() {
        List<UpstreamHost> back = outliers.revise(hosts);
        hosts.forEach(host -> host.limit(ofHost));
        layout = HostLayout.of(hosts, panic, strategy, cookie, upstreams.ownSecret(), layout, upstreams.defects());
        return back;
    }
}
