package io.gatehouse.observability.feed;

import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.Ejection;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.feed.FeedEvent.BreakerChange;
import io.gatehouse.observability.feed.FeedEvent.HostChange;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import org.jspecify.annotations.Nullable;

/** Tells the feed what becomes of hosts and breakers. Safe for concurrent use. */
public final class UpstreamEvents implements UpstreamListener, HealthListener {

    private final LiveFeed feed;
    private final GatewayClock clock;

    /** Tells this feed, by the time of this clock. */
    public UpstreamEvents(LiveFeed feed, GatewayClock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public void breakerChanged(VersionKey version, BreakerState state) {
        feed.publish(new FeedEvent(
                Kind.BREAKER,
                new BreakerChange(
                        now(),
                        version.service(),
                        version.version().toString(),
                        state.kind().label(),
                        state.why())));
    }

    @Override
    public void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {
        host(
                version,
                host.address(),
                ejection == null ? "readmitted" : "ejected",
                ejection == null ? null : ejection.why());
    }

    @Override
    public void changed(VersionKey version, HostAddress host, @Nullable String unhealthyReason) {
        host(version, host, unhealthyReason == null ? "healthy" : "unhealthy", unhealthyReason);
    }

    private void host(VersionKey version, HostAddress host, String state, @Nullable String reason) {
        feed.publish(new FeedEvent(
                Kind.SERVICE,
                new HostChange(
                        now(), version.service(), version.version().toString(), host.toString(), state, reason)));
    }

    private String now() {
        return ApiJson.time(clock.epochMillis());
    }
}
