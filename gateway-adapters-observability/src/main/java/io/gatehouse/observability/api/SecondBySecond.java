package io.gatehouse.observability.api;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.feed.FeedEvent;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import io.gatehouse.observability.feed.LiveFeed;
import io.gatehouse.observability.tally.TrafficTallies;
import io.gatehouse.observability.tally.TrafficTallies.Saturation;
import io.gatehouse.observability.trafficlog.TrafficQueue;
import java.util.function.Supplier;

/** Tells the feed each second what exchanges add up to, and whether the registry is another one. Used by one thread. */
final class SecondBySecond implements TrafficQueue.Reader {

    private static final long MILLIS_A_SECOND = 1_000;

    private final Supplier<TrafficTallies> tallies;
    private final LiveFeed feed;
    private final LiveRegistry registry;
    private final Supplier<Saturation> saturation;
    private long second;
    private RegistryState told;

    SecondBySecond(
            Supplier<TrafficTallies> tallies, LiveFeed feed, LiveRegistry registry, Supplier<Saturation> saturation) {
        this.tallies = tallies;
        this.feed = feed;
        this.registry = registry;
        this.saturation = saturation;
        this.told = registry.state();
    }

    /** It looks at none by itself. */
    @Override
    public boolean wants(ExchangeRecord exchange) {
        return false;
    }

    @Override
    public void ended(ExchangeRecord exchange, long nowMillis) {
        // others want it
    }

    @Override
    public void pause(long nowMillis) {
        long now = nowMillis / MILLIS_A_SECOND;
        if (now == second) {
            return;
        }
        boolean whole = second != 0;
        second = now;
        if (whole) {
            var ended = tallies.get().secondEnded(now * MILLIS_A_SECOND, saturation.get());
            feed.publish(new FeedEvent(Kind.METRICS, TrafficViews.SecondView.of(ended)));
        }
        RegistryState state = registry.state();
        if (state.revision() != told.revision() || problems(state) != problems(told)) {
            told = state;
            feed.publish(new FeedEvent(
                    Kind.REGISTRY,
                    new FeedEvent.RegistryChange(
                            ApiJson.time(nowMillis), state.revision(), state.hash(), problems(state))));
        }
    }

    private static int problems(RegistryState state) {
        ReloadFailure failure = state.failure();
        return failure == null ? 0 : failure.total();
    }
}
