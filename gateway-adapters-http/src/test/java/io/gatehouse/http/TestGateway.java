package io.gatehouse.http;

import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.exchange.ErrorResponse;
import io.gatehouse.http.exchange.NotedDetails;
import io.gatehouse.http.exchange.QuotaFields;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.idempotency.IdempotencyServices;
import io.gatehouse.http.inbound.ConnectionLimits;
import io.gatehouse.http.pool.NameLookup;
import io.gatehouse.http.pool.PoolState;
import io.gatehouse.http.pool.ProxyLimits;
import io.gatehouse.http.timer.Await;
import io.gatehouse.http.tls.HostTls;
import io.gatehouse.http.tls.ListenerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A running gateway with one service, {@code svc}, for tests to talk to; remembers every record it is told. */
final class TestGateway implements AutoCloseable {

    /** Where keys must be valid. */
    static final String ENVIRONMENT = "dev";

    final GatewayServer server;
    final InetSocketAddress address;
    final Upstreams upstreams;
    final Services services;
    final LiveRegistry live;
    final Arrivals<ExchangeRecord> records = new Arrivals<>();

    private final @Nullable SSLContext clients;

    private TestGateway(Setup setup) throws IOException {
        clients = setup.clients;
        upstreams = new Upstreams(Map.of(), Map.of(), setup.upstreamClock, new ManualTimer(), DefectListener.NONE);
        services = new Services(List.of(setup.service()), List.of());
        live = new LiveRegistry(snapshot(1, services, setup.keys));
        upstreams.update(services);
        GatewayClock clock = setup.clock;
        var runner = new StageRunner(
                TestStages.of(clock, upstreams, setup.trusted, setup.credentials, setup.stages),
                RequestStages.GROUPS,
                (stage, defect) -> {});
        var parts = new GatewayServer.Parts(
                setup.settings(),
                runner,
                live,
                new Reauthorization(ENVIRONMENT, clock),
                upstreams,
                clock,
                setup.forgets ? record -> {} : records::add,
                IdempotencyServices.of(null, 1 << 20, clock),
                new ResponseCache(1 << 20));
        server = new GatewayServer(
                parts, new GatewayServer.Tuning(setup.patience, setup.limits, setup.lookup, setup.trust));
        address = server.start().get(0);
    }

    /** What a reload does that finds these services and keys. */
    void reload(Services found, ApiKey... keys) {
        Snapshot next = snapshot(live.current().revision() + 1, found, keys);
        live.publish(live.state().loaded(next, "", List.of(), ""));
    }

    private static Snapshot snapshot(long revision, Services services, ApiKey... keys) {
        return TestServices.snapshot(revision, services, new ApiKeys(List.of(keys)), GatewayPolicy.NONE);
    }

    static Setup to(HostAddress... hosts) {
        return new Setup(hosts);
    }

    static Setup to(Backend... backends) {
        var hosts = new HostAddress[backends.length];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = backends[i].address();
        }
        return new Setup(hosts);
    }

    RawClient connect() throws IOException {
        return clients == null ? new RawClient(address) : RawClient.secured(address, clients, "localhost");
    }

    /** One request on a connection of its own. */
    Answer ask(String request) throws IOException {
        try (RawClient client = connect()) {
            return client.ask(request);
        }
    }

    Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: gw\r\n\r\n");
    }

    int open() {
        return server.pools().stream().mapToInt(PoolState::open).sum();
    }

    /** Waits until all are closed: a backend sees that one is closed before the pool has counted it out. */
    void awaitNoUpstreamConnection() {
        Await.until("no upstream connection is open", () -> open() == 0);
    }

    int idle() {
        return server.pools().stream().mapToInt(PoolState::idle).sum();
    }

    /** Permits that have not been given back. */
    int permits() {
        return upstreams.groups().stream()
                .map(UpstreamGroup::hosts)
                .flatMap(List::stream)
                .mapToInt(UpstreamHost::inFlight)
                .sum();
    }

    /** The only record, once there is one. */
    ExchangeRecord record() {
        settled(1);
        return records.get(0);
    }

    /** Checks that so many exchanges ended, each once, and that nothing is left of them. */
    void settled(int exchanges) {
        records.await(exchanges);
        Await.until("nothing is in flight", () -> server.inFlight() == 0);
        Await.until("all permits are back", () -> permits() == 0);
        if (records.size() != exchanges) {
            throw new AssertionError(exchanges + " exchanges, but these records: " + records);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /** What a test wants otherwise than usual. */
    static final class Setup {
        private final HostAddress[] hosts;
        private Timeouts timeouts =
                new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(30), null, null);
        private @Nullable RetryPolicy retry = RetryPolicy.usual(TestServices.ORIGIN);
        private boolean passCredentials;
        private boolean preserveHost;
        private HeaderEdits edits = HeaderEdits.NONE;
        private ResponsePolicy responses = ResponsePolicy.NONE;
        private @Nullable Long serviceBody;
        private Steering steering = Steering.USUAL;
        private long maxBody = 1 << 20;
        private int maxInFlight = 1000;
        private int maxConnections = 1000;
        private int maxPerAddress;
        private int maxUpstreamConnections = Integer.MAX_VALUE;
        private int ioThreads = 1;
        private int port;
        private boolean http2;
        private ListenerSettings.SocketKind socket = ListenerSettings.SocketKind.OWN;
        private @Nullable ListenerTls tls;
        private @Nullable SSLContext clients;
        private int maxHandshakes;
        private boolean proxied;
        private ListenerRules rules = ListenerRules.NONE;
        private boolean forgets;
        private ErrorResponse.ErrorFormat format = ErrorResponse.ErrorFormat.PROBLEM;
        private List<AddressRange> trusted = List.of();
        private CredentialNames credentials = CredentialNames.DEFAULT;
        private List<RequestStage> stages = List.of();
        private Resilience resilience = Resilience.NONE;
        private GatewayClock clock = new SystemClock();
        private GatewayClock upstreamClock = clock;
        private ApiKey[] keys = {};
        private ClientTimeouts patience = ClientTimeouts.USUAL;
        private ProxyLimits limits = ProxyLimits.USUAL;
        private NameLookup lookup = InetAddress::getAllByName;
        private @Nullable SSLContext trust;
        private List<HostTls> hostTls = List.of();
        private NotedDetails noted = NotedDetails.NONE;
        private @Nullable Traces traces;

        private Setup(HostAddress[] hosts) {
            this.hosts = hosts;
        }

        Setup timeouts(Duration connect, Duration response, Duration idle, @Nullable Duration total) {
            timeouts = new Timeouts(connect, response, idle, total, timeouts.deadlineHeader());
            return this;
        }

        Setup retry(@Nullable RetryPolicy policy) {
            retry = policy;
            return this;
        }

        Setup traces(Traces which) {
            traces = which;
            noted = NotedDetails.timesAlone();
            return this;
        }

        Setup deadlineHeader(String name) {
            timeouts = new Timeouts(timeouts.connect(), timeouts.response(), timeouts.idle(), timeouts.total(), name);
            return this;
        }

        Setup passCredentials() {
            passCredentials = true;
            return this;
        }

        Setup preserveHost() {
            preserveHost = true;
            return this;
        }

        Setup edits(HeaderEdits edits) {
            this.edits = edits;
            return this;
        }

        Setup responses(ResponsePolicy wanted) {
            responses = wanted;
            return this;
        }

        Setup steering(Steering wanted) {
            steering = wanted;
            return this;
        }

        Setup serviceBody(long most) {
            serviceBody = most;
            return this;
        }

        Setup maxBody(long most) {
            maxBody = most;
            return this;
        }

        Setup maxInFlight(int most) {
            maxInFlight = most;
            return this;
        }

        Setup maxConnections(int most, int perAddress) {
            maxConnections = most;
            maxPerAddress = perAddress;
            return this;
        }

        Setup maxUpstreamConnections(int most) {
            maxUpstreamConnections = most;
            return this;
        }

        Setup format(ErrorResponse.ErrorFormat format) {
            this.format = format;
            return this;
        }

        Setup ioThreads(int threads) {
            ioThreads = threads;
            return this;
        }

        Setup http2() {
            http2 = true;
            return this;
        }

        Setup socket(ListenerSettings.SocketKind kind) {
            socket = kind;
            return this;
        }

        /** Clients must speak TLS; those of {@link #connect} do it this way. */
        Setup tls(ListenerTls wanted, SSLContext byClients) {
            tls = wanted;
            clients = byClients;
            return this;
        }

        /** Those who are trusted must speak the PROXY protocol. */
        Setup proxied() {
            proxied = true;
            return this;
        }

        Setup maxHandshakes(int most) {
            maxHandshakes = most;
            return this;
        }

        Setup rules(ListenerRules wanted) {
            rules = wanted;
            return this;
        }

        Setup port(int port) {
            this.port = port;
            return this;
        }

        /** Records are not kept: there will be too many. */
        Setup forget() {
            forgets = true;
            return this;
        }

        Setup trusting(String... ranges) {
            var parsed = new ArrayList<AddressRange>();
            for (String range : ranges) {
                parsed.add(AddressRange.parse(range));
            }
            trusted = parsed;
            return this;
        }

        Setup keyHeaders(String... names) {
            credentials = new CredentialNames(List.of(names), List.of("key"), List.of("access_token"), List.of());
            return this;
        }

        Setup stages(RequestStage... more) {
            stages = List.of(more);
            return this;
        }

        Setup keys(ApiKey... known) {
            keys = known;
            return this;
        }

        Setup patience(Duration head, Duration keepAlive, Duration stall) {
            patience = new ClientTimeouts(head, keepAlive, stall);
            return this;
        }

        Setup limits(ProxyLimits limits) {
            this.limits = limits;
            return this;
        }

        Setup lookup(NameLookup names) {
            lookup = names;
            return this;
        }

        Setup trust(SSLContext context) {
            trust = context;
            return this;
        }

        Setup hostTls(HostTls... wanted) {
            hostTls = List.of(wanted);
            return this;
        }

        /** This is in records besides what always is. */
        Setup noted(NotedDetails wanted) {
            noted = wanted;
            return this;
        }

        /** Breakers and ejections go by this clock. */
        Setup resilience(Resilience wanted, GatewayClock by) {
            resilience = wanted;
            upstreamClock = by;
            return this;
        }

        /** All goes by this clock: what takes too long, and how long it took. */
        Setup clock(GatewayClock by) {
            clock = by;
            upstreamClock = by;
            return this;
        }

        TestGateway start() throws IOException {
            return new TestGateway(this);
        }

        private Service service() {
            var forwarding = new Forwarding(
                    timeouts,
                    retry,
                    passCredentials,
                    preserveHost,
                    true,
                    true,
                    edits,
                    responses,
                    false,
                    serviceBody,
                    steering);
            return TestServices.with(
                    resilience,
                    TestServices.service("svc", forwarding, Set.of(), null, TestServices.version("svc", "1", hosts)));
        }

        private HttpSettings settings() {
            return new HttpSettings(
                    List.of(new ListenerSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                            socket,
                            tls,
                            http2,
                            proxied ? trusted : null,
                            rules)),
                    maxBody,
                    HeadLimits.USUAL,
                    new ConnectionLimits(maxConnections, maxPerAddress, maxHandshakes, 64, trusted),
                    maxUpstreamConnections,
                    maxInFlight,
                    format,
                    QuotaFields.X_RATELIMIT,
                    credentials,
                    hostTls,
                    ioThreads,
                    noted,
                    traces);
        }
    }
}
