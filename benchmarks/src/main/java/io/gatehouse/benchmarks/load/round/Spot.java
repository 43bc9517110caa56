package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * What is measured once a round.
 *
 * @param curve the curve that it belongs to
 * @param contestant its name on the curve
 * @param x its place on the curve
 * @param target who is asked
 * @param workload what is asked
 * @param meanwhile what happens under this load
 */
public record Spot(String curve, String contestant, double x, Target target, Workload workload, Meanwhile meanwhile) {

    /** A place on a curve at which nothing else happens. */
    public Spot(String curve, double x, Target target, Workload workload) {
        this(curve, target.kind().label(), x, target, workload, time -> OptionalDouble.empty());
    }

    /** What happens under load, in a thread of its own. */
    @FunctionalInterface
    public interface Meanwhile {

        /** Goes on for some nanoseconds; returns how many milliseconds it took each time, in the middle. */
        OptionalDouble during(long nanos) throws IOException, InterruptedException;
    }
}
