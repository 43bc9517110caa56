package io.gatehouse.observability.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Forwarded;
import io.gatehouse.domain.traffic.ExchangeRecord.Try;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What spans say of an exchange, by OpenTelemetry's conventions for HTTP. */
class ExchangeSpansTest {

    private static final TraceContext TRACE = new TraceContext(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 7, 9, true);

    private final ExchangeSpans spans = new ExchangeSpans("edge");

    @Test
    void theExchangeIsAServerSpanOfTheCallersTrace() {
        SpanData span = only(traced(TestExchanges.whole("/shop/v1/items"), TRACE, Forwarded.NOT));

        assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(span.getSpanId()).isEqualTo("0000000000000009");
        assertThat(span.getParentSpanId()).isEqualTo("0000000000000007");
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getName()).isEqualTo("GET /shop");
        assertThat(span.hasEnded()).isTrue();
        assertThat(span.getResource().getAttributes().get(AttributeKey.stringKey("service.name")))
                .isEqualTo("edge");
        assertThat(text(span, "http.request.method")).isEqualTo("GET");
        assertThat(text(span, "http.route")).isEqualTo("/shop");
        assertThat(text(span, "url.path")).isEqualTo("/shop/v1/items");
        assertThat(text(span, "client.address")).isEqualTo("192.0.2.7");
        assertThat(text(span, "network.protocol.version")).isEqualTo("1.1");
        assertThat(number(span, "http.response.status_code")).isEqualTo(504);
        assertThat(text(span, "error.type")).isEqualTo("upstream-timeout");
        assertThat(text(span, "gatehouse.decided_by")).isEqualTo("registry/products.yml:14:7");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void whatTheClientDidWrongIsNoErrorOfTheServer() {
        ExchangeRecord refused = TestExchanges.refused(TestExchanges.get("/", 403), Rejection.ADDRESS_BANNED);
        SpanData span = only(traced(refused, TRACE, Forwarded.NOT));

        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(text(span, "gatehouse.code")).isEqualTo("address-banned");
        assertThat(text(span, "error.type")).isNull();
    }

    @Test
    void aTraceThatBeginsHereHasNoParent() {
        SpanData span = only(traced(TestExchanges.get("/", 200), new TraceContext(1, 2, 0, 9, true), Forwarded.NOT));

        assertThat(span.getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void eachTryIsAClientSpanWithinTheExchange() {
        var forwarded = new Forwarded(
                "http://10.0.0.2:8080",
                5_000_000,
                2,
                null,
                List.of(
                        new Try("http://10.0.0.1:8080", 1_000_000, 2_000_000, TryOutcome.FAILED, "status 503"),
                        new Try("https://10.0.0.2:8443", 3_000_000, 4_000_000, TryOutcome.RESPONDED, null)),
                false,
                false);
        ExchangeRecord exchange = traced(TestExchanges.get("/", 200), TRACE, forwarded);
        long begun = TimeUnit.MILLISECONDS.toNanos(exchange.startedMillis());

        List<SpanData> all = List.copyOf(spans.of(List.of(exchange)));
        assertThat(all).hasSize(3);
        SpanData failed = all.get(0);
        SpanData good = all.get(1);

        assertThat(List.of(failed, good)).allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getParentSpanId()).isEqualTo("0000000000000009");
            assertThat(span.getName()).isEqualTo("GET");
        });
        assertThat(failed.getSpanId()).isEqualTo(TraceContext.hex(TRACE.childId(0)));
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getStatus().getDescription()).isEqualTo("status 503");
        assertThat(failed.getStartEpochNanos()).isEqualTo(begun + 1_000_000);
        assertThat(failed.getEndEpochNanos()).isEqualTo(begun + 3_000_000);
        assertThat(good.getSpanId()).isEqualTo(TraceContext.hex(TRACE.childId(1)));
        assertThat(good.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(number(good, "http.request.resend_count")).isEqualTo(1);
        assertThat(text(good, "server.address")).isEqualTo("10.0.0.2");
        assertThat(number(good, "server.port")).isEqualTo(8443);
        assertThat(number(good, "http.response.status_code")).isEqualTo(200);
    }

    @Test
    void whatIsHostileIsCutAndHarmsNobody() {
        String hostile = "\u0000\n\ud800" + "x".repeat(10_000);
        ExchangeRecord exchange = TestExchanges.by(TestExchanges.get(hostile, 200), "BREW");
        var forwarded = new Forwarded(
                hostile, 1, 1, hostile, List.of(new Try(hostile, 1, 1, TryOutcome.RESPONDED, null)), false, false);
        Collection<SpanData> all = spans.of(List.of(traced(exchange, TRACE, forwarded)));

        assertThat(all).hasSize(2);
        assertThat(all).last().satisfies(span -> {
            assertThat(text(span, "url.path")).hasSizeLessThanOrEqualTo(2048);
            assertThat(text(span, "http.request.method")).isEqualTo("_OTHER");
            assertThat(text(span, "http.request.method_original")).isEqualTo("BREW");
        });
    }

    private SpanData only(ExchangeRecord exchange) {
        return spans.of(List.of(exchange)).iterator().next();
    }

    /** The same in this trace, forwarded like this. */
    static ExchangeRecord traced(ExchangeRecord exchange, TraceContext trace, Forwarded forwarded) {
        var details = new Details(
                StageTimes.NONE, "", null, trace.traceId(), trace, List.of(), null, null, List.of(), List.of());
        return new ExchangeRecord(
                exchange.requestId(),
                exchange.startedMillis(),
                exchange.durationNanos(),
                exchange.request(),
                exchange.matched(),
                exchange.caller(),
                exchange.decided(),
                exchange.status(),
                exchange.bytesIn(),
                exchange.bytesOut(),
                forwarded,
                exchange.registry(),
                details);
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    private static Long number(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.longKey(key));
    }
}
