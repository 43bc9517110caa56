package io.gatehouse.observability.tally;

import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.trafficlog.TrafficQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What checks would have refused that are only watched, by key and rule: the {@value #MOST} pairs that were met last. Costs nothing where nothing
 * is watched. Safe for concurrent use.
 */
public final class ObservedTallies implements TrafficQueue.Reader {

    static final int MOST = 1_000;

    private final RecentlyUsed<Pair, Seen> pairs = new RecentlyUsed<>(MOST);

    /**
     * Whose calls which rule would have refused.
     *
     * @param tenant the tenant; null for calls without a key, as are the application and the key
     * @param rule the place in the configuration of the rule that would have; null if no rule of its own would
     */
    public record Pair(
            @Nullable String tenant,
            @Nullable String application,
            @Nullable String key,
            ObservedCheck check,
            Rejection rejection,
            @Nullable String rule) {}

    /**
     * How often that was.
     *
     * @param lastMinute in the last minute
     * @param sinceStart since the gateway began, or since the pair was forgotten
     * @param lastMillis when the last one ended, since the epoch
     * @param lastRequestId which one that was
     */
    public record Observed(Pair pair, long lastMinute, long sinceStart, long lastMillis, String lastRequestId) {}

    private static final class Seen {
        private final MinuteTally tally = new MinuteTally(TrafficTally::plain);
        private String lastRequestId = "";
    }

    @Override
    public boolean wants(ExchangeRecord exchange) {
        return !exchange.decided().observed().isEmpty();
    }

    @Override
    public void ended(ExchangeRecord exchange, long nowMillis) {
        if (!exchange.decided().observed().isEmpty()) {
            add(exchange, nowMillis);
        }
    }

    private synchronized void add(ExchangeRecord exchange, long nowMillis) {
        ExchangeRecord.CalledBy caller = exchange.caller();
        for (WouldRefuse refusal : exchange.decided().observed()) {
            String rule = refusal.rule() == null ? null : refusal.rule().toString();
            var pair = new Pair(
                    caller.tenant(), caller.application(), caller.key(), refusal.check(), refusal.rejection(), rule);
            Seen seen = pairs.get(pair);
            if (seen == null) {
                seen = new Seen();
                pairs.put(pair, seen);
            }
            seen.tally.add(ExchangeGroup.of(exchange), nowMillis);
            seen.lastRequestId = exchange.requestId();
        }
    }

    /** All pairs that are kept, in no order. */
    public synchronized List<Observed> all(long nowMillis) {
        List<Observed> all = new ArrayList<>();
        for (Map.Entry<Pair, Seen> entry : pairs.entrySet()) {
            Seen seen = Objects.requireNonNull(entry.getValue());
            all.add(new Observed(
                    entry.getKey(),
                    seen.tally.lastMinute(nowMillis).requests(),
                    seen.tally.sinceStart().requests(),
                    seen.tally.lastMillis(),
                    seen.lastRequestId));
        }
        return all;
    }
}
