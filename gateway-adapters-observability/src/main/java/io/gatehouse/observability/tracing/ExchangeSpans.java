package io.gatehouse.observability.tracing;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Try;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.domain.traffic.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of exchanges from their records: the exchange itself, what its stages took, and each try at a host. Names and
 * attributes are those of OpenTelemetry's conventions for HTTP; what there is none for begins with {@code gatehouse.}. Used by one thread.
 */
final class ExchangeSpans {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> METHOD_AS_SENT = AttributeKey.stringKey("http.request.method_original");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> RESEND_COUNT = AttributeKey.longKey("http.request.resend_count");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("network.protocol.version");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

    private static final Pattern HOST = Pattern.compile("(https?|h2c?)://(.+?)(?::([0-9]{1,5}))?");

    /** Children of other kinds than tries are numbered from here. */
    private static final int FIRST_STAGE = 1000;

    private static final int LONGEST_VALUE = 2048;
    private static final List<String> KNOWN_METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final Collecting collecting = new Collecting();
    private final GivenIds ids = new GivenIds();
    private final Tracer tracer;

    /** Spans of a gateway of this name. */
    ExchangeSpans(String serviceName) {
        tracer = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE_NAME, serviceName))))
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn())
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .build())
                .addSpanProcessor(collecting)
                .build()
                .get("io.gatehouse");
    }

    /** Whether something went wrong that is not the client's doing. */
    static boolean hasFailed(ExchangeRecord exchange) {
        Rejection rejection = exchange.rejection();
        return exchange.status() >= 500 || (rejection != null && rejection.fault() != Fault.CLIENT);
    }

    /** The spans of exchanges whose traces are known. */
    Collection<SpanData> of(List<ExchangeRecord> exchanges) {
        for (ExchangeRecord exchange : exchanges) {
            TraceContext trace = exchange.details().trace();
            if (trace != null) {
                add(exchange, trace);
            }
        }
        return collecting.take();
    }

    private void add(ExchangeRecord exchange, TraceContext trace) {
        long begun = TimeUnit.MILLISECONDS.toNanos(exchange.startedMillis());
        Span whole = begin(server(exchange), trace, trace.parentId(), trace.spanId(), begun);
        int number = FIRST_STAGE;
        for (StageTimes.Span stage : exchange.details().stages().spans()) {
            Span span = begin(
                    tracer.spanBuilder(stage.stage()),
                    trace,
                    trace.spanId(),
                    trace.childId(number++),
                    begun + stage.startNanos());
            span.end(begun + stage.startNanos() + stage.nanos(), TimeUnit.NANOSECONDS);
        }
        List<Try> tries = exchange.forwarding().tries();
        for (int i = 0; i < tries.size(); i++) {
            tried(exchange, tries.get(i), i, trace, begun);
        }
        Rejection rejection = exchange.rejection();
        if (hasFailed(exchange)) {
            failed(whole, rejection == null ? Integer.toString(exchange.status()) : rejection.code());
        }
        whole.end(begun + exchange.durationNanos(), TimeUnit.NANOSECONDS);
    }

    private Span begin(SpanBuilder builder, TraceContext trace, long parentId, long spanId, long at) {
        ids.traceId = trace.traceId();
        ids.spanId = TraceContext.hex(spanId);
        Context parent = Context.root();
        if (parentId != 0) {
            parent = parent.with(Span.wrap(SpanContext.createFromRemoteParent(
                    ids.traceId, TraceContext.hex(parentId), TraceFlags.getSampled(), TraceState.getDefault())));
        }
        return builder.setParent(parent)
                .setStartTimestamp(at, TimeUnit.NANOSECONDS)
                .startSpan();
    }

    private SpanBuilder server(ExchangeRecord exchange) {
        String method = method(exchange);
        String route = exchange.matched().route();
        SpanBuilder span = tracer.spanBuilder(route == null ? method : method + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, method)
                .setAttribute(PATH, exchange.request().path())
                .setAttribute(CLIENT, exchange.request().client())
                .setAttribute(PROTOCOL, exchange.request().protocol().replaceFirst("^HTTP/(\\d)\\.0$|^HTTP/", "$1"))
                .setAttribute(STATUS, (long) exchange.status())
                .setAttribute("gatehouse.request_id", exchange.requestId());
        if (!method.equals(exchange.request().method())) {
            span.setAttribute(METHOD_AS_SENT, exchange.request().method());
        }
        known(span, ROUTE, route);
        known(
                span,
                AttributeKey.stringKey("gatehouse.service"),
                exchange.matched().service());
        known(
                span,
                AttributeKey.stringKey("gatehouse.version"),
                exchange.matched().version());
        known(
                span,
                AttributeKey.stringKey("gatehouse.tenant"),
                exchange.caller().tenant());
        known(
                span,
                AttributeKey.stringKey("gatehouse.application"),
                exchange.caller().application());
        known(span, AttributeKey.stringKey("gatehouse.key"), exchange.caller().key());
        known(
                span,
                AttributeKey.stringKey("gatehouse.cache"),
                exchange.decided().cache());
        known(span, AttributeKey.stringKey("gatehouse.registry"), exchange.registry());
        Origin decidedBy = exchange.decided().decidedBy();
        if (decidedBy != null) {
            span.setAttribute("gatehouse.decided_by", decidedBy.toString());
        }
        Rejection rejection = exchange.rejection();
        if (rejection != null) {
            span.setAttribute("gatehouse.code", rejection.code());
        }
        return span;
    }

    private void tried(ExchangeRecord exchange, Try one, int number, TraceContext trace, long begun) {
        String method = method(exchange);
        SpanBuilder builder =
                tracer.spanBuilder(method).setSpanKind(SpanKind.CLIENT).setAttribute(METHOD, method);
        server(builder, one.upstream());
        if (number > 0) {
            builder.setAttribute(RESEND_COUNT, (long) number);
        }
        if (one.outcome() == TryOutcome.RESPONDED && exchange.rejection() == null) {
            builder.setAttribute(STATUS, (long) exchange.status());
        }
        long at = begun + one.startNanos();
        Span span = begin(builder, trace, trace.spanId(), trace.childId(number), at);
        if (one.outcome() == TryOutcome.FAILED) {
            span.setAttribute(ERROR_TYPE, "failed").setStatus(StatusCode.ERROR, one.why() == null ? "" : one.why());
        } else if (one.outcome() == TryOutcome.RESPONDED && exchange.status() >= 400) {
            failed(span, Integer.toString(exchange.status()));
        } else if (one.outcome() == TryOutcome.ABANDONED) {
            span.setAttribute(ERROR_TYPE, "abandoned");
        }
        span.end(at + one.nanos(), TimeUnit.NANOSECONDS);
    }

    /** The parts of the address of a host, such as {@code http://10.0.0.1:8080}, whose scheme's own port is left out. */
    private static void server(SpanBuilder span, String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            known(span, SERVER, host);
            return;
        }
        boolean tls = parts.group(1).equals("https") || parts.group(1).equals("h2");
        known(span, SCHEME, tls ? "https" : "http");
        known(span, SERVER, parts.group(2));
        long usual = tls ? 443 : 80;
        span.setAttribute(PORT, parts.group(3) == null ? usual : Long.parseLong(parts.group(3)));
    }

    private static void failed(Span span, String type) {
        span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR);
    }

    /** As the conventions want it: what few know is {@code _OTHER}. */
    private static String method(ExchangeRecord exchange) {
        String method = exchange.request().method();
        return KNOWN_METHODS.contains(method) ? method : "_OTHER";
    }

    private static void known(SpanBuilder span, AttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            span.setAttribute(key, value);
        }
    }

    /** Gives each span the id that has been settled for it; used by one thread. */
    private static final class GivenIds implements IdGenerator {

        private String traceId = "";
        private String spanId = "";

        @Override
        public String generateSpanId() {
            return spanId;
        }

        @Override
        public String generateTraceId() {
            return traceId;
        }
    }

    /** Keeps what has ended; used by one thread. */
    private static final class Collecting implements SpanProcessor {

        private List<SpanData> ended = new ArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // it is the end that counts
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        List<SpanData> take() {
            List<SpanData> taken = ended;
            ended = new ArrayList<>();
            return taken;
        }
    }
}
