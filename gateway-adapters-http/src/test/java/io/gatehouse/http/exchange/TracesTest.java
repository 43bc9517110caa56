package io.gatehouse.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.codec.FieldLines;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a caller's traceparent (W3C Trace Context), and what is sampled. */
class TracesTest {

    private static final InetAddress PEER = InetAddress.getLoopbackAddress();
    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03, true",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-is-to-come, true",
    })
    void continuesTheTraceOfTheCaller(String parent, boolean sampled) {
        TraceContext trace = Traces.continued(parent, 7);

        assertThat(trace).isNotNull();
        assertThat(trace.traceId()).isEqualTo(ID);
        assertThat(TraceContext.hex(trace.parentId())).isEqualTo("00f067aa0ba902b7");
        assertThat(trace.spanId()).isEqualTo(7);
        assertThat(trace.sampled()).isEqualTo(sampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-+0f067aa0ba902b7-01",
            })
    void doesNotContinueWhatIsNone(String parent) {
        assertThat(Traces.continued(parent, 7)).isNull();
    }

    @Test
    void samplesTracesThatBeginHereByTheirShare() {
        var tenth = traces(0.1, 10_000);
        Set<String> ids = new HashSet<>();
        int sampled = 0;
        for (int i = 0; i < 10_000; i++) {
            TraceContext trace = tenth.of(from(null), PEER);
            assertThat(trace.parentId()).isZero();
            ids.add(trace.traceId());
            sampled += trace.sampled() ? 1 : 0;
        }

        assertThat(ids).hasSize(10_000);
        assertThat(sampled).isBetween(700, 1300);
        assertThat(traces(1, 1).of(from(null), PEER).sampled()).isTrue();
        assertThat(traces(0, 1).of(from(null), PEER).sampled()).isFalse();
    }

    private final ManualClock clock = new ManualClock();

    /** Nobody is believed. */
    private Traces traces(double share, int perSecond) {
        return new Traces(share, perSecond, peer -> false, clock);
    }

    private static FieldLines from(@Nullable String parent) {
        var fields = new FieldLines();
        if (parent != null) {
            fields.add(Traces.TRACEPARENT, parent);
        }
        return fields;
    }

    @Test
    void believesOnlyWhoIsTrusted() {
        var believing = new Traces(0, 10, PEER::equals, clock);
        assertThat(believing.of(from(SAMPLED), PEER).sampled()).isTrue();
        assertThat(believing.of(from(SAMPLED.replace("-01", "-00")), PEER).sampled())
                .isFalse();

        TraceContext doubted = traces(0, 10).of(from(SAMPLED), PEER);
        assertThat(doubted.sampled()).isFalse();
        assertThat(doubted.traceId()).as("it is still the caller's trace").isEqualTo(ID);
        assertThat(TraceContext.hex(doubted.parentId())).isEqualTo("00f067aa0ba902b7");
        assertThat(traces(1, 10).of(from(SAMPLED.replace("-01", "-00")), PEER).sampled())
                .as("by the share, whatever the caller says")
                .isTrue();
    }

    @Test
    void samplesNoMoreInASecondThanThereMayBe() {
        var few = new Traces(1, 3, peer -> true, clock);
        int sampled = 0;
        for (int i = 0; i < 10; i++) {
            TraceContext trace = few.of(from(i % 2 == 0 ? null : SAMPLED), PEER);
            assertThat(trace.sampled()).isEqualTo(i < 3);
            sampled += trace.sampled() ? 1 : 0;
        }
        assertThat(sampled).isEqualTo(3);
        assertThat(few.leftOut()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(1));
        assertThat(few.of(from(null), PEER).sampled()).isTrue();
    }

    @Test
    void spansWithinAnExchangeHaveIdsOfTheirOwn() {
        var trace = new TraceContext(1, 2, 0, 3, true);
        Set<Long> ids = new HashSet<>(Set.of(trace.spanId()));
        for (int number = -2; number < 2000; number++) {
            ids.add(trace.childId(number));
        }

        assertThat(ids).hasSize(2003).doesNotContain(0L);
        assertThat(trace.childId(5)).isEqualTo(new TraceContext(9, 9, 9, 3, false).childId(5));
    }
}
