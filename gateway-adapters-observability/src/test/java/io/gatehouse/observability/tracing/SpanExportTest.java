package io.gatehouse.observability.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.observability.tracing.TracingSettings.CollectorUrl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Takes exchanges whatever the collector does: one that answers, one that never does, one that is not there. */
class SpanExportTest extends TrafficListenerContract {

    private static final int FEW = 50;

    /** What all exports of this process say stands in one log. */
    private static final String LOG = "the log of exports";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private MeterRegistry meters = new SimpleMeterRegistry();
    private SpanExport stalled;

    /** Collectors first: whoever waits for one hears of its end. */
    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Override
    protected TrafficListener listener() throws IOException {
        return traced(started(silent().getLocalPort(), true));
    }

    @Override
    protected TrafficListener stalled() throws IOException {
        stalled = started(silent().getLocalPort(), true);
        return traced(stalled);
    }

    @Override
    protected long kept() {
        return stalled.waiting();
    }

    @Override
    protected long mostKept() {
        return SpanExport.CAPACITY;
    }

    @Test
    void takesWhatIsSampledOrHasFailedAndNothingElse() throws IOException {
        SpanExport all = started(silent().getLocalPort(), true);
        all.close();
        all.ended(TestExchanges.get("/", 200));
        all.ended(of(TestExchanges.get("/", 200), false));
        all.ended(of(TestExchanges.get("/", 404), false));
        assertThat(count("dropped")).isZero();
        all.ended(of(TestExchanges.get("/", 503), false));
        assertThat(count("dropped"))
                .as("it is closed, so what it takes is dropped")
                .isEqualTo(1);

        SpanExport sampledOnly = started(silent().getLocalPort(), false);
        sampledOnly.close();
        sampledOnly.ended(of(TestExchanges.get("/", 503), false));
        assertThat(count("dropped")).isZero();
        sampledOnly.ended(of(TestExchanges.get("/", 200), true));
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Test
    void takesSoManyFailedOnesASecondAndAllThatAreSampled() throws IOException {
        SpanExport all = started(silent().getLocalPort(), true);
        all.close();
        for (int i = 0; i < FEW + 7; i++) {
            all.ended(of(TestExchanges.get("/", 503), false));
        }
        assertThat(count("dropped")).isEqualTo(FEW);
        assertThat(count("left-out")).isEqualTo(7);
        all.ended(of(TestExchanges.get("/", 503), true));
        assertThat(count("dropped")).isEqualTo(FEW + 1);
        clock.advance(Duration.ofSeconds(1));
        all.ended(of(TestExchanges.get("/", 503), false));
        assertThat(count("dropped")).isEqualTo(FEW + 2);
        assertThat(count("left-out")).isEqualTo(7);
    }

    @Test
    void countsWhatACollectorThatIsAwayDoesNotTake() throws IOException {
        var away = HeldPort.any();
        open.add(away);
        SpanExport export = started(away.number(), true);
        export.ended(of(TestExchanges.get("/", 200), true));
        export.close();

        assertThat(count("failed")).isEqualTo(1);
        assertThat(count("sent")).isZero();
        assertThat(export.waiting()).isZero();
    }

    /** Refusals, redirections, what is no HTTP, what never ends: each is a failure, and what comes next is sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Busy~Retry-After: 3600~Content-Length: 0~~",
                "HTTP/1.1 429 Slow down~Retry-After: -1~Content-Length: 2~~{}",
                "HTTP/1.1 307 There~Location: http://127.0.0.1:1/v1/traces~Content-Length: 0~~",
                "HTTP/1.1 200 OK~Content-Length: 9223372036854775807~~x",
                "HTTP/1.1 500 Oops~Content-Encoding: gzip~Content-Length: 3~~abc",
                "nonsense~~",
                ""
            })
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = LOG, mode = ResourceAccessMode.READ)
    void goesOnWhateverACollectorAnswers(String answer) throws Exception {
        var asked = new Semaphore(0);
        try (var collector = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var answering = new Thread(() -> answerAll(collector, answer.replace("~", "\r\n"), asked));
            answering.setDaemon(true);
            answering.start();
            SpanExport export = started(collector.getLocalPort(), true);
            // The client may ask once more by itself; the third question is of other spans than the first in any case.
            for (int question = 1; question <= 3; question++) {
                export.ended(of(TestExchanges.get("/", 200), true));
                assertThat(asked.tryAcquire(30, TimeUnit.SECONDS))
                        .as("question %d", question)
                        .isTrue();
            }
        }
    }

    private static void answerAll(ServerSocket collector, String answer, Semaphore asked) {
        while (!collector.isClosed()) {
            try (Socket one = collector.accept()) {
                one.getInputStream().read();
                asked.release();
                one.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException left) {
                // The client has left, or the test is over.
            }
        }
    }

    /** One line in the gateway's own log however often, and nothing of what the exporter logs by itself. */
    @Test
    @ResourceLock(LOG)
    void saysOnceInALineThatTheCollectorIsAway() throws Exception {
        Logger own = (Logger) LoggerFactory.getLogger(SpanExport.class);
        var first = new CountDownLatch(1);
        var said = new ListAppender<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                super.append(line);
                first.countDown();
            }
        };
        said.start();
        own.addAppender(said);
        var exporters = new ExportersLog();
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        root.addHandler(exporters);
        var away = HeldPort.any();
        open.add(away);
        try {
            SpanExport export = started(away.number(), true);
            for (int i = 0; i < 2 * SpanExport.BATCH; i++) {
                export.ended(of(TestExchanges.get("/", 200), true));
            }
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
            export.close();
        } finally {
            own.detachAppender(said);
            root.removeHandler(exporters);
        }

        assertThat(count("failed")).isPositive();
        assertThat(said.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .startsWith("The collector does not take spans (")
                    .hasSizeLessThan(400);
            assertThat(line.getThrowableProxy()).isNull();
        });
        assertThat(exporters.records).isEmpty();
    }

    /** What OpenTelemetry logs by itself. */
    private static final class ExportersLog extends Handler {

        private final Queue<String> records = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName().startsWith("io.opentelemetry.")) {
                records.add(line.getMessage());
            }
        }

        @Override
        public void flush() {
            // there is nothing to write
        }

        @Override
        public void close() {
            // it holds nothing
        }
    }

    private double count(String outcome) {
        return meters.get("gatehouse.tracing.exchanges").tag("outcome", outcome).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** A listening socket that nobody serves: connections are taken, and nothing is ever answered. */
    private ServerSocket silent() throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        return socket;
    }

    private SpanExport started(int port, boolean errors) {
        var settings = new TracingSettings(
                new CollectorUrl("http://127.0.0.1:" + port),
                Percentage.parse("10%"),
                FEW,
                TracingSettings.Parents.TRUSTED,
                errors,
                "gatehouse",
                Map.of(),
                Origin.of("test"));
        meters = new SimpleMeterRegistry();
        SpanExport export = SpanExport.to(settings, clock, meters);
        open.add(export);
        return export;
    }

    /** Reports each exchange as one that is sampled. */
    private static TrafficListener traced(TrafficListener listener) {
        return exchange -> listener.ended(of(exchange, true));
    }

    private static ExchangeRecord of(ExchangeRecord exchange, boolean sampled) {
        return ExchangeSpansTest.traced(exchange, new TraceContext(1, 2, 3, 4, sampled), exchange.forwarding());
    }
}
