package io.gatehouse.observability.tracing;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Takes exchanges whatever the collector does: one that answers, one that never does, one that is not there. */
class SpanExportTest extends TrafficListenerContract {

    private static final int FEW = 50;

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
