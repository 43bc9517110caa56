package io.gatehouse.benchmarks.curves;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.benchmarks.load.round.Distribution;
import io.gatehouse.benchmarks.load.round.Figure;
import io.gatehouse.benchmarks.load.round.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/**
 * What a run has measured, as it is kept: every single measurement. All else, medians and ratios, is worked out of it.
 *
 * @param date the day, as ISO 8601
 * @param machine what it ran on
 * @param versions of all programs that took part
 * @param settings how it was measured
 * @param samples the measurements
 */
record Results(
        @JsonProperty("date") String date,
        @JsonProperty("machine") Map<String, String> machine,
        @JsonProperty("versions") Map<String, String> versions,
        @JsonProperty("settings") Map<String, String> settings,
        @JsonProperty("samples") List<Sample> samples) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Results read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), new TypeReference<>() {});
    }

    /** One sample a line, so that changes can be read. */
    void write(Path file) throws IOException {
        ObjectNode head = JSON.createObjectNode();
        head.put("date", date);
        head.set("machine", JSON.valueToTree(machine));
        head.set("versions", JSON.valueToTree(versions));
        head.set("settings", JSON.valueToTree(settings));
        String begin = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(head);
        var lines = new ArrayList<String>();
        for (Sample sample : samples) {
            var line = JSON.createObjectNode();
            line.put("curve", sample.curve());
            line.put("contestant", sample.contestant());
            line.put("x", sample.x());
            line.put("round", sample.round());
            line.set("figures", JSON.valueToTree(sample.figures()));
            lines.add("    " + JSON.writeValueAsString(line));
        }
        Files.writeString(
                file,
                begin.substring(0, begin.lastIndexOf('}')).stripTrailing() + ",\n  \"samples\" : [\n"
                        + String.join(",\n", lines) + "\n  ]\n}\n");
    }

    /** What was measured on this curve, in order of appearance. */
    List<String> contestants(String curve) {
        return samples.stream()
                .filter(sample -> sample.curve().equals(curve))
                .map(Sample::contestant)
                .distinct()
                .toList();
    }

    /** The places of a contestant on a curve, ascending. */
    List<Double> places(String curve, String contestant) {
        return samples.stream()
                .filter(sample ->
                        sample.curve().equals(curve) && sample.contestant().equals(contestant))
                .map(Sample::x)
                .distinct()
                .sorted()
                .toList();
    }

    /** A figure at one place, over all rounds without errors. */
    Distribution of(Figure figure, String curve, String contestant, double x) {
        return Distribution.of(values(figure, new Place(curve, contestant, x)).values());
    }

    /** One place against another, round by round: the speed of a machine drifts, but little within a round. */
    Distribution ratio(Figure figure, Place one, Place other) {
        return perRound(figure, one, other, (a, b) -> a / b);
    }

    /** In how many rounds both places have a figure that may be compared. */
    int rounds(Figure figure, Place one, Place other) {
        var rounds = new HashSet<>(values(figure, one).keySet());
        rounds.retainAll(values(figure, other).keySet());
        return rounds.size();
    }

    /** How much more it is at one place than at another, round by round. */
    Distribution difference(Figure figure, Place one, Place other) {
        return perRound(figure, one, other, (a, b) -> a - b);
    }

    private Distribution perRound(Figure figure, Place one, Place other, DoubleBinaryOperator operator) {
        Map<Integer, Double> second = values(figure, other);
        var compared = new ArrayList<Double>();
        values(figure, one).forEach((round, value) -> {
            Double base = second.get(round);
            if (base != null) {
                compared.add(operator.applyAsDouble(value, base));
            }
        });
        return Distribution.of(compared);
    }

    /** The greatest of a figure that a contestant had on any curve that begins so. */
    OptionalDouble greatest(Figure figure, String curve, String contestant) {
        return samples.stream()
                .filter(sample ->
                        sample.curve().startsWith(curve) && sample.contestant().equals(contestant))
                .mapToDouble(sample -> sample.get(figure))
                .filter(value -> !Double.isNaN(value))
                .max();
    }

    private Map<Integer, Double> values(Figure figure, Place place) {
        return samples.stream()
                .filter(sample -> place.holds(sample) && !Double.isNaN(sample.get(figure)))
                .filter(sample -> sample.good() || sample.curve().equals(Curve.RELOAD.key()))
                .collect(Collectors.toMap(Sample::round, sample -> sample.get(figure), (a, b) -> b));
    }

    /**
     * Where something was measured.
     *
     * @param curve the curve
     * @param contestant what was measured
     * @param x its place
     */
    record Place(String curve, String contestant, double x) {

        boolean holds(Sample sample) {
            return sample.x() == x
                    && sample.curve().equals(curve)
                    && sample.contestant().equals(contestant);
        }
    }
}
