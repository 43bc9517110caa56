package io.gatehouse.http.metrics;

import io.gatehouse.domain.traffic.TraceContext;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the exchange that a thread is just reporting, so that histograms can name one beside what they count. Only
 * traces that are sampled are named. Safe for concurrent use.
 */
public final class Exemplars implements SpanContext {

    private static final ThreadLocal<@Nullable TraceContext> REPORTED = new ThreadLocal<>();

    /** What this thread records from now on is of an exchange of this trace; null for none. */
    void of(@Nullable TraceContext trace) {
        REPORTED.set(trace);
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        TraceContext trace = REPORTED.get();
        return trace == null ? null : trace.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        TraceContext trace = REPORTED.get();
        return trace == null ? null : TraceContext.hex(trace.spanId());
    }

    @Override
    public boolean isCurrentSpanSampled() {
        TraceContext trace = REPORTED.get();
        return trace != null && trace.sampled();
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // it is sampled already
    }
}
