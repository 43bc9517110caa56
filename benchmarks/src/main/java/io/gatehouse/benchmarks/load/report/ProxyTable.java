package io.gatehouse.benchmarks.load.report;

import static io.gatehouse.benchmarks.load.report.Columns.number;

import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.MeasuredSlot;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A line for one slot of a proxy, or the medians of several. */
final class ProxyTable {

    private final Columns columns = new Columns(6, 9, 10, 8, 8, 10, 6, 6, 6, 5);
    private final double noise;

    ProxyTable(double noise) {
        this.noise = noise;
    }

    String head(String first) {
        return columns.line(
                first, "proxy", "requests/s", "p50 us", "p99 us", "CPU us/req", "cores", "other", "errors", "noisy");
    }

    String line(String first, Target.Kind kind, List<MeasuredSlot> slots) {
        return columns.line(
                first,
                kind.label(),
                number(median(slots, MeasuredSlot::requestsPerSecond), 0),
                number(median(slots, slot -> slot.load().p50Micros()), 0),
                number(median(slots, slot -> slot.load().p99Micros()), 0),
                number(median(slots, MeasuredSlot::cpuMicros), 2),
                number(median(slots, MeasuredSlot::cores), 2),
                number(median(slots, MeasuredSlot::otherCores), 2),
                Long.toString(
                        slots.stream().mapToLong(slot -> slot.load().errors()).sum()),
                Long.toString(
                        slots.stream().filter(slot -> slot.noisierThan(noise)).count()));
    }

    private static double median(List<MeasuredSlot> slots, ToDoubleFunction<MeasuredSlot> figure) {
        return Distribution.of(slots.stream().map(figure::applyAsDouble).toList())
                .median();
    }
}
