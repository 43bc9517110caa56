package io.gatehouse.benchmarks.curves;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.curves.Results.Place;
import io.gatehouse.benchmarks.load.round.Distribution;
import io.gatehouse.benchmarks.load.round.Figure;
import io.gatehouse.benchmarks.load.round.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final Place OURS = new Place("get", "ours", 1);
    private static final Place THEIRS = new Place("get", "theirs", 1);

    @TempDir
    Path folder;

    @Test
    void comparesRoundByRound() {
        // The machine becomes half as fast in the second round, and the ratio stays.
        Results results = results(
                sample("ours", 1, 20, 0),
                sample("theirs", 1, 10, 0),
                sample("theirs", 2, 20, 0),
                sample("ours", 2, 40, 0));

        assertThat(results.ratio(Figure.CPU, OURS, THEIRS)).isEqualTo(new Distribution(2, 2, 2, 2, 2));
        assertThat(results.difference(Figure.CPU, OURS, THEIRS)).isEqualTo(new Distribution(10, 12.5, 15, 17.5, 20));
        assertThat(results.of(Figure.CPU, "get", "ours", 1).median()).isEqualTo(30);
    }

    @Test
    void leavesOutRoundsInWhichEitherMadeErrors() {
        Results results = results(
                sample("ours", 1, 20, 0),
                sample("theirs", 1, 1, 3),
                sample("theirs", 2, 20, 0),
                sample("ours", 2, 60, 0));

        assertThat(results.rounds(Figure.CPU, OURS, THEIRS)).isEqualTo(1);
        assertThat(results.ratio(Figure.CPU, OURS, THEIRS).median()).isEqualTo(3);
        assertThat(results.ratio(Figure.P99, OURS, THEIRS).isEmpty()).isTrue();
    }

    @Test
    void areReadAsTheyWereWritten() throws IOException {
        Results results = results(sample("ours", 1, 20.125, 0), sample("theirs", 1, 10, 2));
        Path file = folder.resolve("java-17.json");

        results.write(file);

        assertThat(Results.read(file)).isEqualTo(results);
    }

    private static Sample sample(String contestant, int round, double cpu, double errors) {
        return new Sample("get", contestant, 1, round, Map.of(Figure.CPU.key(), cpu, Figure.ERRORS.key(), errors));
    }

    private static Results results(Sample... samples) {
        return new Results("2026-11-30", Map.of("processors", "2"), Map.of("java", "17"), Map.of(), List.of(samples));
    }
}
