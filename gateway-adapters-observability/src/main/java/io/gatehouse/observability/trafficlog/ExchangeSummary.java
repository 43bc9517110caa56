package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.ApiJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An exchange as a line of a table: {@code LogSummary} of the dashboard's API. */
public record ExchangeSummary(
        String id,
        String time,
        String client,
        String method,
        String path,
        String protocol,
        @Nullable String route,
        @Nullable String service,
        @Nullable String version,
        @Nullable String tenant,
        @Nullable String application,
        @Nullable String key,
        @Nullable String user,
        int status,
        @Nullable String code,
        @Nullable String fault,
        @Nullable List<String> wouldRefuse,
        double durationMs,
        long bytesIn,
        long bytesOut,
        @Nullable String upstream,
        int attempts,
        @Nullable String cache,
        @Nullable String traceId) {

    /** Of this exchange. */
    public static ExchangeSummary of(ExchangeRecord exchange) {
        ExchangeRecord.Asked asked = exchange.request();
        ExchangeRecord.Matched matched = exchange.matched();
        ExchangeRecord.CalledBy caller = exchange.caller();
        Rejection rejection = exchange.rejection();
        return new ExchangeSummary(
                exchange.requestId(),
                ApiJson.time(exchange.startedMillis()),
                asked.client(),
                asked.method(),
                asked.path(),
                asked.protocol(),
                matched.route(),
                matched.service(),
                matched.version(),
                caller.tenant(),
                caller.application(),
                caller.key(),
                caller.user(),
                exchange.status(),
                rejection == null ? null : rejection.code(),
                rejection == null ? null : rejection.fault().name().toLowerCase(Locale.ROOT),
                wouldRefuse(exchange),
                ApiJson.millis(exchange.durationNanos()),
                exchange.bytesIn(),
                exchange.bytesOut(),
                exchange.forwarding().upstream(),
                exchange.forwarding().attempts(),
                exchange.decided().cache(),
                exchange.details().traceId());
    }

    /** The codes of what was only observed; null if that would have let it pass. */
    private static @Nullable List<String> wouldRefuse(ExchangeRecord exchange) {
        List<WouldRefuse> observed = exchange.decided().observed();
        return observed.isEmpty()
                ? null
                : observed.stream().map(one -> one.rejection().code()).toList();
    }
}
