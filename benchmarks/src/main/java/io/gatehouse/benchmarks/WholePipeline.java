package io.gatehouse.benchmarks;

import io.gatehouse.domain.access.Packages;
import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.pipeline.StageScheduler;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.LearnedLimits;
import io.gatehouse.domain.quota.QuotaListener;
import io.gatehouse.domain.quota.RetryLimiter;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.registry.SourceDetails;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.throttle.memory.MemoryLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The gateway's stages over one registry; walked on the calling thread, by one thread at a time. */
final class WholePipeline implements StageScheduler {

    private final StageRunner runner;
    private final Snapshot snapshot;
    private @Nullable Outcome outcome;

    WholePipeline(Services services) {
        this(snapshot(services), TokenVerifier.NONE);
    }

    /** A registry of services alone. */
    static Snapshot snapshot(Services services) {
        return new Snapshot(
                1, "benchmark", 0, services, ApiKeys.NONE, GatewayPolicy.NONE, "", Packages.NONE, SourceDetails.NONE);
    }

    WholePipeline(Snapshot snapshot, TokenVerifier tokens) {
        this.snapshot = snapshot;
        var upstreams = new Upstreams();
        upstreams.update(snapshot.services());
        var addresses = new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR);
        var inputs = new StageInputs(
                addresses,
                GeoDatabase.NONE,
                DeviceParser.NONE,
                CredentialNames.DEFAULT,
                "dev",
                tokens,
                metering(),
                upstreams,
                new SystemClock());
        runner = new StageRunner(RequestStages.inOrder(inputs), (stage, defect) -> {
            throw new IllegalStateException(defect);
        });
    }

    private static ThrottlingServices metering() {
        return new ThrottlingServices(
                new MemoryLedger(new SystemClock(), 10L << 20),
                new ConcurrencyCounters(),
                MaskedAddress.DEFAULT_IPV6_PREFIX,
                Long.MAX_VALUE,
                new RetryLimiter(1, 1),
                LearnedLimits.NONE,
                QuotaListener.NONE);
    }

    /** Walks with a request that must end with a permit, and gives the permit back. */
    Outcome forward(IncomingRequest request) {
        Outcome ended = walk(request);
        ended.state().hostPermit().end(HostOutcome.UNUSED);
        return ended;
    }

    Outcome walk(IncomingRequest request) {
        outcome = null;
        runner.run(RequestState.begin(request, snapshot, new Permits()), this, ended -> outcome = ended);
        if (outcome == null) {
            throw new IllegalStateException("the walk has not ended on its own thread");
        }
        return outcome;
    }

    @Override
    public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
        work.run();
        then.run();
        return true;
    }

    @Override
    public void await(CompletionStage<?> signal, Runnable then) {
        throw new IllegalStateException("a stage asked to wait for somebody");
    }

    @Override
    public void after(Duration delay, Runnable then) {
        throw new IllegalStateException("a stage asked to wait");
    }
}
