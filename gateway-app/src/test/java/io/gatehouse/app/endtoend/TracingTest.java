package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.upstream.HeldPort;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.undertow.util.HttpString;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a collector gets to see of calls, and which spans hosts are told of. */
class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final HttpString TRACEPARENT = new HttpString("traceparent");
    private static final String RETRIES = "    retry: { attempts: 1, on: [503] }\n";

    /** What hosts were told, in order. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void spansHaveTheRightParentsThroughARetry() throws Exception {
        try (SpanCollector collector = SpanCollector.start();
                Backend recovering = backend(503, 200)) {
            try (Gatehouse gateway = Gatehouse.start(Configurations.with(
                    "trusted-proxies: [127.0.0.1]\n" + "tracing: { otlp: \"" + collector.url()
                            + "\", sample: 0%, service-name: edge }",
                    Configurations.orders(RETRIES, recovering)))) {
                HttpResponse<String> response = Calls.send(Calls.request(gateway.address(), "/orders/v1/items")
                        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
                assertThat(response.statusCode()).isEqualTo(200);
            }

            List<Span> spans = collector.spans();
            assertThat(spans).allSatisfy(span -> {
                assertThat(hex(span.getTraceId().toByteArray())).isEqualTo(TRACE);
                assertThat(span.getSpanId().size()).isEqualTo(8);
                assertThat(span.getStartTimeUnixNano()).isPositive();
                assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
            });
            Span server = only(spans, SpanKind.SPAN_KIND_SERVER);
            assertThat(server.getName()).isEqualTo("GET orders");
            assertThat(hex(server.getParentSpanId().toByteArray())).isEqualTo("00f067aa0ba902b7");
            assertThat(server.getAttributesList()).anySatisfy(attribute -> {
                assertThat(attribute.getKey()).isEqualTo("http.response.status_code");
                assertThat(attribute.getValue().getIntValue()).isEqualTo(200);
            });
            assertThat(spans.stream().filter(span -> !span.equals(server)))
                    .isNotEmpty()
                    .allMatch(span -> span.getParentSpanId().equals(server.getSpanId()));

            List<Span> tries = spans.stream()
                    .filter(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT)
                    .toList();
            assertThat(tries).hasSize(2);
            assertThat(tries.get(0).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(tries.get(1).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(told).containsExactly(traceparent(tries.get(0)), traceparent(tries.get(1)));
            assertThat(spans.stream()
                            .filter(span -> span.getKind() == SpanKind.SPAN_KIND_INTERNAL)
                            .map(Span::getName))
                    .contains("Intake", "Routing", "Identification", "Authorization", "Throttling", "Balancing");
            assertThat(collector.resources().get(0).getResource().getAttributesList())
                    .anyMatch(attribute -> attribute.getKey().equals("service.name")
                            && attribute.getValue().getStringValue().equals("edge"));
        }
    }

    @Test
    void errorsAreSentWhateverTheSampleAndHistogramsNameTraces() throws Exception {
        try (SpanCollector collector = SpanCollector.start();
                Backend broken = backend(500)) {
            try (Gatehouse gateway = Gatehouse.start(Configurations.with(
                    "tracing: { otlp: \"" + collector.url() + "\", sample: 0%, parents: all }",
                    Configurations.orders(broken)))) {
                Calls.get(gateway, "/orders/v1/items");
                Calls.get(gateway, "/nobody");
                Calls.send(Calls.request(gateway.address(), "/nobody")
                        .POST(BodyPublishers.noBody())
                        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
                Eventually.holds(
                        "a histogram names the trace",
                        () -> openMetrics(gateway)
                                .lines()
                                .anyMatch(line -> line.startsWith("http_server_request_duration_seconds_bucket")
                                        && line.contains("trace_id=\"" + TRACE + "\"")));
                assertThat(openMetrics(gateway)).contains("gatehouse_tracing_exchanges_total{outcome=\"dropped\"} 0.0");
            }

            assertThat(collector.spans().stream()
                            .filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
                            .map(Span::getName))
                    .containsExactlyInAnyOrder("GET orders", "POST");
        }
    }

    /** It is none of the trusted proxies, and its word on what is sampled is not believed. */
    @Test
    void aClientCannotHaveItsTraceSampled() throws Exception {
        try (SpanCollector collector = SpanCollector.start();
                Backend backend = backend(200)) {
            try (Gatehouse gateway = Gatehouse.start(Configurations.with(
                    "tracing: { otlp: \"" + collector.url() + "\", sample: 0%, max-per-second: 1 }",
                    Configurations.orders(backend)))) {
                Calls.send(Calls.request(gateway.address(), "/orders/v1/items")
                        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
                assertThat(openMetrics(gateway)).contains("gatehouse_tracing_unsampled_total 0.0");
            }
            assertThat(told)
                    .singleElement()
                    .satisfies(parent -> assertThat(parent)
                            .as("the caller's trace, not sampled")
                            .startsWith("00-" + TRACE + "-")
                            .endsWith("-00"));
            assertThat(collector.spans()).isEmpty();
        }
    }

    private static String openMetrics(Gatehouse gateway) throws Exception {
        return Calls.send(Calls.request(gateway.adminAddress(), "/metrics")
                        .header("Accept", "application/openmetrics-text"))
                .body();
    }

    @Test
    void aCollectorThatIsAwayIsNobodysConcern() throws Exception {
        try (HeldPort away = HeldPort.any();
                Backend backend = backend(200);
                Gatehouse gateway = Gatehouse.start(Configurations.with(
                        "tracing: { otlp: \"http://127.0.0.1:" + away.number() + "\", sample: 100% }",
                        Configurations.orders(backend)))) {
            for (int i = 0; i < 20; i++) {
                assertThat(Calls.get(gateway, "/orders/v1/items").statusCode()).isEqualTo(200);
            }
        }
        assertThat(told).hasSize(20).allMatch(parent -> parent.startsWith("00-") && parent.endsWith("-01"));
    }

    /** A host that answers with these statuses, the last one again and again. */
    private Backend backend(int... statuses) {
        return Backend.start("one", exchange -> {
            told.add(String.valueOf(exchange.getRequestHeaders().getFirst(TRACEPARENT)));
            exchange.setStatusCode(statuses[Math.min(told.size(), statuses.length) - 1])
                    .endExchange();
        });
    }

    private static Span only(List<Span> spans, SpanKind kind) {
        return spans.stream().filter(span -> span.getKind() == kind).findFirst().orElseThrow();
    }

    private static String traceparent(Span span) {
        return "00-" + TRACE + "-" + hex(span.getSpanId().toByteArray()) + "-01";
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
