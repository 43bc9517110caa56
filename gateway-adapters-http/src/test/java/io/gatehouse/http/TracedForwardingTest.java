package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.exchange.Traces;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What upstreams get to see of a trace: the span of their own try. */
@Execution(ExecutionMode.CONCURRENT)
class TracedForwardingTest {

    private static final String CALLERS = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    private static final String BUSY = "HTTP/1.1 503 x\r\nContent-Length: 4\r\n\r\nbusy";

    @Test
    void eachTryHasASpanOfItsOwnInTheCallersTrace() throws IOException {
        var policy = new RetryPolicy(
                1, Set.of(Condition.values()), Set.of(503), 0.2, null, false, true, TestServices.ORIGIN);
        try (Backend busy = Backend.answering(BUSY);
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(busy, good)
                        .retry(policy)
                        .traces(traces(0))
                        .start()) {
            assertThat(ask(gateway, CALLERS + "tracestate: vendor=1\r\n")).isEqualTo("ok");

            ExchangeRecord record = gateway.record();
            TraceContext trace = Objects.requireNonNull(record.details().trace());
            assertThat(TraceContext.hex(trace.parentId())).isEqualTo("00f067aa0ba902b7");
            assertThat(record.forwarding().tries())
                    .extracting(ExchangeRecord.Try::outcome)
                    .containsExactly(TryOutcome.FAILED, TryOutcome.RESPONDED);
            assertThat(traceparents(busy)).containsExactly(sent(trace, 0));
            assertThat(traceparents(good)).containsExactly(sent(trace, 1));
            assertThat(good.heads)
                    .singleElement()
                    .satisfies(head -> assertThat(head).contains("tracestate: vendor=1"));
        }
    }

    @Test
    void aTraceBeginsHereWhereTheCallerNamesNone() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).traces(traces(1)).start()) {
            ask(gateway, "traceparent: 00-nonsense\r\ntracestate: vendor=1\r\n");
            TraceContext trace =
                    Objects.requireNonNull(gateway.record().details().trace());

            assertThat(trace.parentId()).isZero();
            assertThat(trace.sampled()).isTrue();
            assertThat(traceparents(backend)).containsExactly(sent(trace, 0));
            assertThat(backend.heads)
                    .singleElement()
                    .satisfies(head -> assertThat(head).noneMatch(line -> line.startsWith("tracestate")));
        }
    }

    @Test
    void handsOnWhatTheCallerSentWhereTheGatewayTakesNoPart() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            ask(gateway, CALLERS);

            assertThat(gateway.record().details().trace()).isNull();
            assertThat(traceparents(backend)).containsExactly(CALLERS.strip());
        }
    }

    /** Callers are believed. */
    private static Traces traces(double share) {
        return new Traces(share, 100, peer -> true, new SystemClock());
    }

    private static String ask(TestGateway gateway, String headers) throws IOException {
        return gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n" + headers + "\r\n")
                .text();
    }

    private static String sent(TraceContext trace, int number) {
        return "traceparent: 00-" + trace.traceId() + "-" + TraceContext.hex(trace.childId(number)) + "-"
                + (trace.sampled() ? "01" : "00");
    }

    private static List<String> traceparents(Backend backend) {
        return backend.heads.stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith("traceparent"))
                .toList();
    }
}
