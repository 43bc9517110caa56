package io.gatehouse.observability.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Field;
import io.gatehouse.domain.traffic.ExchangeRecord.Try;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.api.TrafficViews.LimitState;
import io.gatehouse.observability.api.TrafficViews.LogState;
import io.gatehouse.observability.trafficlog.ExchangeFilter;
import io.gatehouse.observability.trafficlog.ExchangeFilter.UnusableFilter;
import io.gatehouse.observability.trafficlog.ExchangeStore;
import io.gatehouse.observability.trafficlog.ExchangeSummary;
import io.gatehouse.observability.trafficlog.KeptExchange;
import io.gatehouse.observability.trafficlog.TrafficLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /dashboard/api/logs} and {@code /logs/{id}}: the exchanges that are kept. Safe for concurrent use. */
final class LogEndpoints {

    private static final String OFF = "no requests are kept (traffic-log is off)";

    private final @Nullable TrafficLog log;
    private final PastRegistries past;
    private final Supplier<LogState> state;

    LogEndpoints(@Nullable TrafficLog log, PastRegistries past, Supplier<LogState> state) {
        this.log = log;
        this.past = past;
        this.state = state;
    }

    List<AdminRoute> routes() {
        return List.of(
                new ApiRoute("/dashboard/api/logs", this::list), new ApiRoute("/dashboard/api/logs/{id}", this::one));
    }

    private record LogPage(
            List<ExchangeSummary> requests, @Nullable String next, LogState trafficLog) {}

    private AdminResponse list(AdminRequest request) {
        if (log == null) {
            return ApiJson.notFound(OFF);
        }
        AdminResponse unknown = ApiJson.unknownParameter(request, ExchangeFilter.namesAnd("limit", "cursor"));
        if (unknown != null) {
            return unknown;
        }
        try {
            PageRequest wanted = PageRequest.of(request.query());
            ExchangeStore.Page page =
                    log.store().page(ExchangeFilter.of(request.query()), wanted.number(), wanted.limit());
            return ApiJson.ok(new LogPage(
                    page.exchanges().stream()
                            .map(kept -> ExchangeSummary.of(kept.exchange()))
                            .toList(),
                    page.next() == 0 ? null : Long.toString(page.next()),
                    state.get()));
        } catch (UnusableFilter e) {
            return ApiJson.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private AdminResponse one(AdminRequest request) {
        if (log == null) {
            return ApiJson.notFound(OFF);
        }
        KeptExchange kept = log.store().find(request.variables().getOrDefault("id", ""));
        return kept == null
                ? ApiJson.notFound("the request is not kept, or not any more")
                : ApiJson.ok(LogDetail.of(kept, past));
    }

    private record StageTiming(String stage, double startMs, double durationMs) {}

    /** {@code SingleStage}; most take less than a microsecond. */
    private record SingleStage(
            String stage, @Nullable String group, double startMs, double durationMs, boolean waited) {

        private static final double NANOS_A_MILLI = 1_000_000;

        static SingleStage of(StageTimes.Single single) {
            StageTimes.Span span = single.span();
            return new SingleStage(
                    span.stage(),
                    single.group().isEmpty() ? null : single.group(),
                    span.startNanos() / NANOS_A_MILLI,
                    Math.max(0, span.nanos()) / NANOS_A_MILLI,
                    single.waited());
        }
    }

    private record Attempt(
            String upstream,
            double startMs,
            double durationMs,
            String outcome,
            @Nullable String failure) {

        static Attempt of(Try one) {
            return new Attempt(
                    one.upstream(),
                    ApiJson.millis(one.startNanos()),
                    ApiJson.millis(one.nanos()),
                    one.outcome().name().toLowerCase(Locale.ROOT),
                    one.why());
        }
    }

    /** {@code LogDetail}. */
    private record LogDetail(
            ExchangeSummary request,
            @JsonProperty("package") @Nullable String packageReference,
            @Nullable String certificate,
            @Nullable String decidedBy,
            @Nullable LimitState limit,
            @Nullable Double ttfbMs,
            @Nullable String upstreamFailure,
            boolean hedged,
            boolean retryBudgetExhausted,
            @Nullable String traceparent,
            @Nullable String query,
            Map<String, String> requestHeaders,
            Map<String, String> responseHeaders,
            String keptAs,
            PastRegistries.Generation registry,
            List<StageTiming> stages,
            boolean timedByStage,
            List<SingleStage> singleStages,
            List<Attempt> tries,
            PastRegistries.Explained explained) {

        static LogDetail of(KeptExchange kept, PastRegistries past) {
            ExchangeRecord exchange = kept.exchange();
            Details details = exchange.details();
            ExchangeRecord.Forwarded forwarded = exchange.forwarding();
            Origin decidedBy = exchange.decided().decidedBy();
            return new LogDetail(
                    ExchangeSummary.of(exchange),
                    exchange.caller().packageReference(),
                    exchange.request().certificate(),
                    decidedBy == null ? null : decidedBy.toString(),
                    kept.limit() == null ? null : LimitState.of(kept.limit()),
                    forwarded.firstByteNanos() < 0 ? null : ApiJson.millis(forwarded.firstByteNanos()),
                    forwarded.failure(),
                    forwarded.hedged(),
                    forwarded.budgetExhausted(),
                    exchange.request().traceparent(),
                    details.query(),
                    headers(details.requestFields()),
                    headers(details.responseFields()),
                    kept.kind().word(),
                    past.generation(exchange.registry()),
                    stages(kept),
                    kept.timedByStage(),
                    kept.singleStages().stream().map(SingleStage::of).toList(),
                    forwarded.tries().stream().map(Attempt::of).toList(),
                    past.explain(exchange));
        }

        /** Several fields of a name in one line, as HTTP has it. */
        private static Map<String, String> headers(List<Field> fields) {
            Map<String, String> headers = new LinkedHashMap<>();
            fields.forEach(field -> headers.merge(field.name(), field.value(), (one, more) -> one + ", " + more));
            return headers;
        }

        /** The stages, and what follows them: the tries at hosts, and the response. */
        private static List<StageTiming> stages(KeptExchange kept) {
            ExchangeRecord exchange = kept.exchange();
            List<StageTiming> stages = new ArrayList<>();
            kept.stages().forEach(span -> stages.add(timing(span.stage(), span.startNanos(), span.nanos())));
            List<Try> tries = exchange.forwarding().tries();
            if (!tries.isEmpty()) {
                Try last = tries.get(tries.size() - 1);
                long begin = tries.get(0).startNanos();
                long head = last.startNanos() + last.nanos();
                stages.add(timing("Forward", begin, head - begin));
                if (exchange.forwarding().firstByteNanos() >= 0) {
                    stages.add(timing("Respond", head, exchange.durationNanos() - head));
                }
            }
            return stages;
        }

        private static StageTiming timing(String stage, long startNanos, long nanos) {
            return new StageTiming(stage, ApiJson.millis(startNanos), ApiJson.millis(nanos));
        }
    }
}
