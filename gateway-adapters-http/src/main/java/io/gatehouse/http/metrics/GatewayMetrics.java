package io.gatehouse.http.metrics;

import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaListener;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.accesslog.AccessLog;
import io.gatehouse.http.exchange.GrpcCall;
import io.gatehouse.http.exchange.GrpcRefusals;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.forwarding.CompressionListener;
import io.gatehouse.http.forwarding.MirrorListener;
import io.gatehouse.http.pool.PoolState;
import io.gatehouse.http.tls.HandshakeCounts;
import io.gatehouse.http.tls.ServedCertificates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All of the gateway's own metrics in one Micrometer registry.
 *
 * <p>Labels are names from the gateway's registry, never what clients send, and their number is capped. Reporting an
 * exchange takes no lock and builds no label once its meters exist; by tenant they are reported {@linkplain #ended(String, int, int) added up}.
 * Safe for concurrent use.
 */
public final class GatewayMetrics implements TrafficListener, HealthListener {

    private static final long NANOS_A_MILLI = 1_000_000;

    private final MeterRegistry registry;
    private final TrafficClock clock;
    private final RequestMetrics requests;
    private final UpstreamMetrics upstreams;
    private final ConcurrencyMetrics concurrency;
    private final BreakerMetrics breakers;
    private final QuotaMetrics quotas;
    private final MirrorMetrics mirrors;
    private final CompressionMetrics compression;
    private final ObservationMetrics observation;
    private final @Nullable TenantMetrics tenants;
    private final @Nullable Exemplars exemplars;

    /** Whoever adds exchanges up by tenant tells of all there are. */
    private volatile Runnable collect = () -> {};

    /**
     * Metrics of these hosts, kept in this registry, which goes by this clock.
     *
     * @param busiestTenants how many tenants have series of their own; 0 for no metrics by tenant at all
     */
    public GatewayMetrics(MeterRegistry registry, TrafficClock clock, Upstreams upstreams, int busiestTenants) {
        this(registry, clock, upstreams, busiestTenants, null);
    }

    /** The same, beside whose histograms stand the traces of exchanges. */
    public GatewayMetrics(
            MeterRegistry registry,
            TrafficClock clock,
            Upstreams upstreams,
            int busiestTenants,
            @Nullable Exemplars exemplars) {
        this.registry = registry;
        this.clock = clock;
        this.requests = new RequestMetrics(registry);
        this.upstreams = new UpstreamMetrics(registry, upstreams);
        this.concurrency = new ConcurrencyMetrics(registry, upstreams);
        this.breakers = new BreakerMetrics(registry, upstreams);
        this.quotas = new QuotaMetrics(registry);
        this.mirrors = new MirrorMetrics(registry);
        this.compression = new CompressionMetrics(registry);
        this.observation = new ObservationMetrics(registry);
        this.tenants = busiestTenants == 0 ? null : new TenantMetrics(registry, busiestTenants);
        this.exemplars = exemplars;
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        clock.passed(exchange.startedMillis() + exchange.durationNanos() / NANOS_A_MILLI);
        TraceContext trace = exchange.details().trace();
        if (exemplars == null || trace == null || !trace.sampled()) {
            count(exchange);
            return;
        }
        exemplars.of(trace);
        try {
            count(exchange);
        } finally {
            exemplars.of(null);
        }
    }

    private void count(ExchangeRecord exchange) {
        requests.ended(exchange);
        upstreams.ended(exchange);
        concurrency.ended(exchange);
        observation.ended(exchange);
    }

    /** Exchanges are added up by tenant by somebody who tells of {@linkplain #ended(String, int, int) all there are} when this is run, on the same thread. */
    public void collectedBy(Runnable collecting) {
        collect = collecting;
    }

    /**
     * So many exchanges have ended with statuses of this class; nothing else counts them by tenant.
     *
     * @param tenant whose they are; null for callers without a key
     */
    public void ended(@Nullable String tenant, int status, int count) {
        if (tenants != null) {
            tenants.ended(tenant, status, count);
        }
    }

    /** The circuit breaker of a version does something else. */
    public void breakerChanged(VersionKey version, BreakerState.Kind to) {
        breakers.changed(version, to);
    }

    /** A host is left out as its calls failed. */
    public void ejected(VersionKey version, HostAddress host) {
        upstreams.ejected(version, host);
    }

    @Override
    public void changed(VersionKey version, HostAddress host, @Nullable String unhealthyReason) {
        upstreams.healthChanged(version, host, unhealthyReason);
    }

    /** Shows how many requests are in flight. */
    public void inFlight(IntSupplier count) {
        Gauge.builder(MetricNames.REQUESTS_IN_FLIGHT, count::getAsInt)
                .description("Requests that have been accepted and have not ended")
                .register(registry);
    }

    /** Hears of what throttling decides. */
    public QuotaListener quotas() {
        return quotas;
    }

    /** Hears what becomes of copies of requests. */
    public MirrorListener mirrors() {
        return mirrors;
    }

    /** Hears of responses that are compressed. */
    public CompressionListener compression() {
        return compression;
    }

    /** Hears how the store of the throttling counters fares; call it once, if there is such a store. */
    public static QuotaStoreListener quotaStore(MeterRegistry registry) {
        return new QuotaMetrics.Store(registry);
    }

    /** Shows how many requests wait for a limit to let them through. */
    public void waiting(IntSupplier count) {
        Gauge.builder(MetricNames.THROTTLE_WAITING, count::getAsInt)
                .description("Requests over a limit that wait to try again")
                .register(registry);
    }

    /** Shows what things that grow with callers take of the heap, and may take. */
    public void heap(List<HeapShare> shares) {
        for (HeapShare share : shares) {
            bytes(MetricNames.CACHE_SIZE, share, share.bytes())
                    .description("Heap in use, by estimate")
                    .register(registry);
            bytes(MetricNames.CACHE_LIMIT, share, share::mostBytes)
                    .description("Memory that may be taken: a share of the heap")
                    .register(registry);
            Gauge.builder(MetricNames.CACHE_ENTRIES, () -> share.entries().getAsLong())
                    .description("Things that are kept: counters, verdicts on tokens, and so on")
                    .tag("cache", share.name())
                    .register(registry);
        }
    }

    private static Gauge.Builder<Supplier<Number>> bytes(String name, HeapShare share, LongSupplier value) {
        Supplier<Number> bytes = value::getAsLong;
        return Gauge.builder(name, bytes).baseUnit("bytes").tag("cache", share.name());
    }

    /** Shows the connections to each host; asked at each scrape. */
    public void pools(Supplier<List<PoolState>> states) {
        upstreams.pools(states);
    }

    /** Shows which snapshot of the registry is being served, how loading it goes, and which of its keys end. */
    public void registry(LiveRegistry live, GatewayClock now) {
        RegistryMetrics.register(live, now, registry);
    }

    /** Shows when the certificates that are served expire, and whether their files can be used. */
    public void certificates(ServedCertificates certificates) {
        CertificateMetrics.register(certificates, registry);
    }

    /** Shows how orders of certificates end at a place of the configuration, and whether it is this process that orders. */
    public void issuing(String place, LongSupplier issued, LongSupplier failed, BooleanSupplier leads) {
        CertificateMetrics.register(place, issued, failed, leads, registry);
    }

    /** Shows how TLS handshakes with clients end. */
    public void handshakes(HandshakeCounts counts) {
        CertificateMetrics.register(counts, registry);
    }

    /** Shows what calls by gRPC were told that were refused. */
    public void grpcRefusals(GrpcRefusals refusals) {
        for (GrpcCall.Status status : GrpcCall.Status.values()) {
            FunctionCounter.builder(MetricNames.GRPC_REFUSALS, refusals, asked -> asked.count(status))
                    .description("Calls by gRPC that were refused, by their status of gRPC")
                    .tag("grpc_status", status.name())
                    .register(registry);
        }
    }

    /** Shows how many traces were too many to be sampled. */
    public void traces(Traces traces) {
        FunctionCounter.builder(MetricNames.TRACING_UNSAMPLED, traces, Traces::leftOut)
                .description("Traces that were not sampled as there were as many in that second as there may be")
                .register(registry);
    }

    /** Shows how many exchanges found no room on their way to those who look at traffic. */
    public void missed(LongSupplier byTallies, LongSupplier byLog) {
        Map.of("tallies", byTallies, "log", byLog)
                .forEach((by, count) -> FunctionCounter.builder(
                                MetricNames.TRAFFIC_MISSED, this, same -> count.getAsLong())
                        .description("Exchanges that found no room on their way to those who look at them")
                        .tag("by", by)
                        .register(registry));
    }

    /** Shows what became of the lines of the access log. */
    public void accessLog(AccessLog log) {
        lines(log, "written", AccessLog::written);
        lines(log, "dropped", AccessLog::dropped);
        lines(log, "failed", AccessLog::failed);
    }

    /** Shows what became of the lines of the program's own log. */
    public void programLog(LongSupplier written, LongSupplier dropped) {
        Map.of("written", written, "dropped", dropped)
                .forEach((outcome, count) -> FunctionCounter.builder(
                                MetricNames.LOG_LINES, this, same -> count.getAsLong())
                        .description("Lines of the program's log by what became of them")
                        .tag("outcome", outcome)
                        .register(registry));
    }

    private void lines(AccessLog log, String outcome, ToDoubleFunction<AccessLog> count) {
        FunctionCounter.builder(MetricNames.ACCESS_LOG_LINES, log, count)
                .description("Lines of the access log by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Drops the meters of what the registry does not name any more; call it after a new snapshot is served. */
    public void registryChanged(Snapshot snapshot) {
        requests.registryChanged(snapshot.services());
        concurrency.registryChanged();
        mirrors.registryChanged(snapshot.services());
        compression.registryChanged(snapshot.services());
        observation.registryChanged(snapshot);
        hostsChanged();
        if (tenants != null) {
            Set<String> named = new HashSet<>();
            snapshot.keys()
                    .all()
                    .forEach(key -> named.add(key.application().tenant().name()));
            collect.run();
            tenants.registryChanged(named);
        }
    }

    /** Drops the meters of hosts that are gone. */
    public void hostsChanged() {
        upstreams.hostsChanged();
        breakers.hostsChanged();
    }

    /** Brings up to date what is only looked at when somebody asks; call it before each scrape. */
    public void refresh() {
        clock.set();
        upstreams.refresh();
        concurrency.refresh();
        breakers.refresh();
        if (tenants != null) {
            collect.run();
            tenants.refresh(clock.wallTime());
        }
    }
}
