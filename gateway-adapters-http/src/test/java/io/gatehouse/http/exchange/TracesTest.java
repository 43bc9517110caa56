package io.gatehouse.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.codec.FieldLines;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a caller's traceparent (W3C Trace Context), and what is sampled. */
class TracesTest {

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
        FieldLines nothing = new FieldLines();
        var tenth = new Traces(0.1);
        Set<String> ids = new HashSet<>();
        int sampled = 0;
        for (int i = 0; i < 10_000; i++) {
            TraceContext trace = tenth.of(nothing);
            assertThat(trace.parentId()).isZero();
            ids.add(trace.traceId());
            sampled += trace.sampled() ? 1 : 0;
        }

        assertThat(ids).hasSize(10_000);
        assertThat(sampled).isBetween(700, 1300);
        assertThat(new Traces(1).of(nothing).sampled()).isTrue();
        assertThat(new Traces(0).of(nothing).sampled()).isFalse();
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
