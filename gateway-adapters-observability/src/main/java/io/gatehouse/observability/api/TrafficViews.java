package io.gatehouse.observability.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.tally.TrafficTallies;
import io.gatehouse.observability.tally.TrafficTallies.Saturation;
import io.gatehouse.observability.tally.TrafficTally;
import io.gatehouse.observability.trafficlog.LimitLeft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of the traffic is shown, by the names of the API's description. */
final class TrafficViews {

    private TrafficViews() {}

    /** {@code Second}. */
    record SecondView(String time, TrafficTally.Sum tally, Saturation saturation) {

        static SecondView of(TrafficTallies.Second second) {
            return new SecondView(ApiJson.time(second.endMillis()), second.sum(), second.saturation());
        }
    }

    /** {@code TrafficLog}. */
    record LogState(@Nullable Integer keep, @Nullable Long keepBytes, int kept, long keptBytes, long dropped) {}

    /** {@code Metrics}. */
    record Metrics(
            String time,
            String started,
            TrafficTally.Sum lastMinute,
            Map<String, Long> codes,
            List<SecondView> seconds,
            LogState trafficLog) {}

    /** {@code Routes}. */
    record Routes(int total, List<RouteView> routes) {}

    /** {@code Route}. */
    record RouteView(
            String route,
            String service,
            @Nullable List<String> hosts,
            String decidedBy,
            List<String> versions,
            TrafficTally.Sum lastMinute) {}

    /** {@code LimitState}. */
    record LimitState(
            String strategy, long limit, long remaining, String resets, LimitLeft.@Nullable Adaptive adaptive) {

        static LimitState of(LimitLeft left) {
            return new LimitState(
                    left.strategy(),
                    left.limit(),
                    left.remaining(),
                    ApiJson.time(left.resetsMillis()),
                    left.adaptive());
        }
    }

    /** {@code Tenants}. */
    record Tenants(
            int total,
            List<TenantState> tenants,
            @Nullable List<KeyState> keys,
            List<KeyState> nearest,
            @Nullable String next) {}

    /** {@code TenantState}. */
    record TenantState(
            String tenant,
            int applications,
            int keys,
            boolean maintenance,
            TrafficTally.Sum lastMinute,
            TrafficTally.Sum sinceStart) {}

    /** {@code KeyState}. */
    record KeyState(
            String key,
            String tenant,
            String application,
            @JsonProperty("package") @Nullable String packageReference,
            @Nullable String expires,
            @Nullable Boolean revoked,
            @Nullable String lastUsed,
            TrafficTally.@Nullable Sum lastMinute,
            TrafficTally.@Nullable Sum sinceStart,
            List<LimitState> limits) {}
}
