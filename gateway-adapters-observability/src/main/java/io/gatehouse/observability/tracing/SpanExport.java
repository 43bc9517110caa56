package io.gatehouse.observability.tracing;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeBounds;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.PerSecond;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.domain.traffic.TrafficListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spans of exchanges that are sampled, or have failed, to a collector; of those that have failed without being sampled so many a
 * second.
 *
 * <p>Whoever reports an exchange puts its record into a queue that is bounded by number and by bytes; a thread makes spans of what
 * waits and sends them, once a second or as soon as there are {@value #BATCH} exchanges. What finds the queue full, and what the
 * collector does not take, is dropped and counted; nobody else waits for either. Safe for concurrent use.
 */
final class SpanExport implements TrafficListener, AutoCloseable {

    /** How many exchanges wait at most. */
    static final int CAPACITY = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);

    /**
     * The exporter's own log, which has a stack trace for every failure: what there is to say of them is said here. Held, as a logger that nobody holds
     * forgets its level; an embedding program that has set one is left alone.
     */
    private static final java.util.logging.Logger OF_EXPORTER =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    static {
        if (OF_EXPORTER.getLevel() == null) {
            OF_EXPORTER.setLevel(Level.OFF);
        }
    }

    private static final int LONGEST_REASON = 200;
    static final int BATCH = 256;
    private static final long MOST_BYTES = 8 << 20;
    /** What a record takes besides its longest texts, with much room. */
    private static final long USUAL_BYTES = 2048;

    private static final long FIELD_BYTES = 512;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A collector that does not answer is left alone after this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long the end of the gateway waits for the last spans. */
    private static final Duration LAST_SPANS = Duration.ofSeconds(3);

    private final Queue<ExchangeRecord> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final boolean errors;
    private final PerSecond failures;
    private final GatewayClock clock;
    private final ExchangeSpans spans;
    private final SpanExporter exporter;
    private final Thread thread = new Thread(this::run, "gatehouse-tracing");
    private volatile boolean closed;
    private boolean refused;

    private SpanExport(TracingSettings settings, GatewayClock clock, SpanExporter exporter) {
        this.errors = settings.errors();
        this.failures = new PerSecond(settings.maxPerSecond());
        this.clock = clock;
        this.spans = new ExchangeSpans(settings.serviceName());
        this.exporter = exporter;
        thread.setDaemon(true);
    }

    /** Exports as these settings say, and begins to. */
    static SpanExport to(TracingSettings settings, GatewayClock clock, MeterRegistry meters) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.otlp().traces())
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .setCompression("gzip")
                .setRetryPolicy(null);
        settings.headers().forEach((name, value) -> exporter.addHeader(name, value.reveal()));
        var export = new SpanExport(settings, clock, exporter.build());
        export.count(meters);
        export.thread.start();
        return export;
    }

    private void count(MeterRegistry meters) {
        outcome(meters, "sent", sent::sum);
        outcome(meters, "dropped", dropped::sum);
        outcome(meters, "failed", failed::sum);
        outcome(meters, "left-out", failures::leftOut);
    }

    private void outcome(MeterRegistry meters, String outcome, LongSupplier count) {
        FunctionCounter.builder("gatehouse.tracing.exchanges", this, same -> count.getAsLong())
                .description("Exchanges whose spans were to be sent, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        TraceContext trace = exchange.details().trace();
        if (trace == null || !(trace.sampled() || isOneOfFewFailures(exchange))) {
            return;
        }
        ExchangeRecord bounded = ExchangeBounds.of(exchange);
        if (closed || !reserve(bytes(bounded))) {
            dropped.increment();
            return;
        }
        waiting.add(bounded);
        if (held.get() == BATCH) {
            LockSupport.unpark(thread);
        }
    }

    private boolean isOneOfFewFailures(ExchangeRecord exchange) {
        return errors && ExchangeSpans.hasFailed(exchange) && failures.take(clock.epochMillis());
    }

    private boolean reserve(long size) {
        if (held.incrementAndGet() > CAPACITY) {
            held.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size) > MOST_BYTES) {
            bytes.addAndGet(-size);
            held.decrementAndGet();
            return false;
        }
        return true;
    }

    private static long bytes(ExchangeRecord exchange) {
        String failure = exchange.forwarding().failure();
        ExchangeRecord.Details details = exchange.details();
        return USUAL_BYTES
                + exchange.request().path().length()
                + (failure == null ? 0 : failure.length())
                + FIELD_BYTES
                        * (details.requestFields().size()
                                + details.responseFields().size());
    }

    private void run() {
        boolean last;
        do {
            last = closed;
            boolean taken = true;
            for (List<ExchangeRecord> batch = take(); taken && !batch.isEmpty(); batch = taken ? take() : List.of()) {
                taken = send(batch);
            }
            if (!last) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (!last);
    }

    private List<ExchangeRecord> take() {
        var batch = new ArrayList<ExchangeRecord>();
        while (batch.size() < BATCH) {
            ExchangeRecord exchange = waiting.poll();
            if (exchange == null) {
                break;
            }
            bytes.addAndGet(-bytes(exchange));
            held.decrementAndGet();
            batch.add(exchange);
        }
        return batch;
    }

    private boolean send(List<ExchangeRecord> batch) {
        CompletableResultCode result = exported(batch).join(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (result.isSuccess()) {
            sent.add(batch.size());
            if (refused) {
                LOG.info("The collector takes spans again");
            }
        } else {
            failed.add(batch.size());
            if (!refused) {
                LOG.warn(
                        "The collector does not take spans ({}); they are lost and counted until it does", why(result));
            }
        }
        refused = !result.isSuccess();
        return result.isSuccess();
    }

    /** Nothing that goes wrong with some spans ends the thread that sends all that follow. */
    private CompletableResultCode exported(List<ExchangeRecord> batch) {
        try {
            return exporter.export(spans.of(batch));
        } catch (RuntimeException defect) {
            LOG.error("Spans could not be made", defect);
            return CompletableResultCode.ofExceptionalFailure(defect);
        }
    }

    private static String why(CompletableResultCode result) {
        Throwable failure = result.getFailureThrowable();
        String reason = failure == null ? "no response, or an error" : failure.toString();
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }

    /** Exchanges that wait. */
    long waiting() {
        return held.get();
    }

    /** Sends what waits, for three seconds at most; later exchanges are dropped. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_SPANS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        exporter.shutdown();
    }
}
