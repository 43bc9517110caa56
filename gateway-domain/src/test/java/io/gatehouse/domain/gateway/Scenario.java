package io.gatehouse.domain.gateway;

import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.pipeline.StageScheduler;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.TestMetering;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The whole way of a request over a registry made for a test, with fakes for everything outside. */
public final class Scenario implements StageScheduler {

    /** The time at which everything happens: 2026-01-01T00:00:00Z. */
    public static final long NOW = 1_767_225_600_000L;

    private final Services services;
    private ApiKeys keys = ApiKeys.NONE;
    private GatewayPolicy policy = GatewayPolicy.NONE;
    private GeoDatabase geo = GeoDatabase.NONE;
    private DeviceParser devices = DeviceParser.NONE;
    private TokenVerifier tokens = TokenVerifier.NONE;
    private GatewayClock clock = new StoppedClock();
    private ThrottlingServices metering = TestMetering.counting(clock);
    private Permits permits = new Permits();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> shares = new ArrayList<>();

    private Scenario(Services services) {
        this.services = services;
    }

    /** A gateway with these services. */
    public static Scenario of(Service... services) {
        return new Scenario(new Services(List.of(services), List.of()));
    }

    public Scenario keys(ApiKey... known) {
        keys = new ApiKeys(List.of(known));
        return this;
    }

    public Scenario policy(GatewayPolicy all) {
        policy = all;
        return this;
    }

    public Scenario geo(GeoDatabase database) {
        geo = database;
        return this;
    }

    public Scenario devices(DeviceParser parser) {
        devices = parser;
        return this;
    }

    public Scenario tokens(TokenVerifier verifier) {
        tokens = verifier;
        return this;
    }

    public Scenario metering(ThrottlingServices counters) {
        metering = counters;
        return this;
    }

    /** The clock of the stages, in the place of one that stands still. */
    public Scenario clock(GatewayClock time) {
        clock = time;
        return this;
    }

    /** What the last request holds; the next one holds its own. */
    public Permits permits() {
        return permits;
    }

    /** Whose share has been taken for work elsewhere so far, each time. */
    public List<String> shares() {
        return shares;
    }

    /** How long requests have waited so far, each time. */
    public List<Duration> waits() {
        return waits;
    }

    /** How the way of a request ends. */
    public Outcome outcome(IncomingRequest request) {
        permits = new Permits();
        return outcome(request, runner(), snapshot(), permits);
    }

    private Outcome outcome(IncomingRequest request, StageRunner runner, Snapshot snapshot, Permits held) {
        var ended = new AtomicReference<Outcome>();
        runner.run(RequestState.begin(request, snapshot, held), this, ended::set);
        return ended.get();
    }

    private StageRunner runner() {
        var upstreams = new Upstreams();
        upstreams.update(services);
        var inputs = new StageInputs(
                new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR),
                geo,
                devices,
                CredentialNames.DEFAULT,
                "dev",
                tokens,
                metering,
                upstreams,
                clock);
        return new StageRunner(RequestStages.inOrder(inputs), (stage, defect) -> {
            throw new AssertionError(defect);
        });
    }

    private Snapshot snapshot() {
        return TestServices.snapshot(1, services, keys, policy);
    }

    /** The code that a request is refused with; null if it is forwarded or answered. */
    public @Nullable Rejection rejection(IncomingRequest request) {
        return rejection(outcome(request));
    }

    /** Whether one gateway refuses each of many requests; what one has held is given back before the next. */
    public Predicate<IncomingRequest> refusing() {
        StageRunner runner = runner();
        Snapshot snapshot = snapshot();
        return request -> {
            var held = new Permits();
            try {
                return rejection(outcome(request, runner, snapshot, held)) != null;
            } finally {
                held.close();
            }
        };
    }

    private static @Nullable Rejection rejection(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? refused.refusal().rejection() : null;
    }

    @Override
    public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
        shares.add(share);
        work.run();
        then.run();
        return true;
    }

    @Override
    public void await(CompletionStage<?> signal, Runnable then) {
        signal.whenComplete((result, failure) -> then.run());
    }

    @Override
    public void after(Duration delay, Runnable then) {
        waits.add(delay);
        then.run();
    }

    private static final class StoppedClock implements GatewayClock {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long epochMillis() {
            return NOW;
        }
    }
}
