package io.gatehouse.benchmarks.load.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.Ratios.Distribution;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatiosTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void comparesRoundByRound() {
        // The machine becomes half as fast in the second round, and the ratio stays.
        List<MeasuredSlot> ours = List.of(slot(Target.Kind.GATEHOUSE, 500, 0), slot(Target.Kind.GATEHOUSE, 250, 0));
        List<MeasuredSlot> bare = List.of(slot(Target.Kind.BARE, 1000, 0), slot(Target.Kind.BARE, 500, 0));

        Ratios ratios = Ratios.of(ours, bare);

        assertThat(ratios.cpu()).isEqualTo(new Distribution(2, 2, 2, 2, 2));
        assertThat(ratios.requests()).isEqualTo(new Distribution(0.5, 0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void leavesOutRoundsInWhichEitherMadeErrors() {
        List<MeasuredSlot> ours = List.of(
                slot(Target.Kind.GATEHOUSE, 10, 1),
                slot(Target.Kind.GATEHOUSE, 500, 0),
                slot(Target.Kind.GATEHOUSE, 500, 0));
        List<MeasuredSlot> bare =
                List.of(slot(Target.Kind.BARE, 1000, 0), slot(Target.Kind.BARE, 1000, 0), slot(Target.Kind.BARE, 0, 0));

        Ratios ratios = Ratios.of(ours, bare);

        assertThat(ratios.good()).isEqualTo(1);
        assertThat(ratios.rounds()).isEqualTo(3);
        assertThat(ratios.cpu().greatest()).isEqualTo(2);
    }

    @Test
    void quartilesLieBetweenNumbers() {
        assertThat(Distribution.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Distribution(1, 1.75, 2.5, 3.25, 4));
        assertThat(Distribution.of(List.of()).median()).isNaN();
    }

    @Test
    void aRunWithErrorsIsNotReportedAsGood() {
        var text = new StringWriter();
        var report = new Report(new PrintWriter(text), 0.1);
        Map<Target.Kind, List<MeasuredSlot>> slots = new EnumMap<>(Target.Kind.class);
        slots.put(Target.Kind.BARE, List.of(slot(Target.Kind.BARE, 1000, 0)));

        assertThat(report.summary(slots)).isTrue();
        slots.put(Target.Kind.NGINX, List.of(slot(Target.Kind.NGINX, 1000, 7)));
        assertThat(report.summary(slots)).isFalse();
        assertThat(text.toString())
                .contains("nginx made errors in 1 of 1 rounds")
                .contains("0/1");
    }

    private static MeasuredSlot slot(Target.Kind kind, long requests, long errors) {
        return new MeasuredSlot(kind, new Load(requests, SECOND, 1, 2, errors), SECOND / 2, 0);
    }
}
