package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.process.Cores;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.proxy.Tenancy;
import io.gatehouse.benchmarks.load.round.CpuTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Load before anything is measured: on all processors, so that hot code is compiled, with every kind of load; then on the processor where a
 * contestant is to stay.
 *
 * @param generator who asks
 * @param cores where contestants are to stay
 * @param cpu knows when the compilers of a JVM have little left to do
 * @param time how long what runs on a JVM is asked at first
 */
record WarmUp(LoadGenerator generator, Cores cores, CpuTime cpu, Duration time) {

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Hot code has been found by then, whatever else the machine did meanwhile. */
    private static final long WARM_REQUESTS = 100_000;

    /** Compilers that take less than this of the time have little left to do. */
    private static final double CALM = 0.1;

    private static final int LONGEST = 6;

    /** Where compilers share the one processor, each of their steps is a wait for somebody: with more than so little of the time it is them that slow answers wait for. */
    private static final double QUIET = 0.01;

    private static final Duration STEP = Duration.ofSeconds(3);

    /** Seventy-five seconds: what happens once a minute, as when verdicts on tokens have become old, has happened by then, and its code is compiled. */
    private static final int LEAST_STEPS = 25;

    private static final int MOST_STEPS = 35;

    void warm(Target target) throws IOException, InterruptedException {
        if (target.kind().onJvm()) {
            cores.release(target.child());
            long answered = 0;
            boolean calm = false;
            for (int times = 0; times < LONGEST && !(calm && answered >= WARM_REQUESTS); times++) {
                long before = compiled(target);
                answered += ask(target, Workloads.many(target), time);
                calm = compiled(target) - before < CALM * time.toNanos();
            }
            if (answered == 0) {
                throw new IOException(target.child().name() + " answered nothing:\n  "
                        + target.child().lastWords());
            }
            if (target.tenancy().equals(Tenancy.USUAL)) {
                ask(
                        target,
                        Workloads.workload(target, Workloads.SMALL, Workloads.POSTED, Workloads.CONNECTIONS),
                        time.dividedBy(2));
                for (int bytes : List.of(10 << 10, 100 << 10, 1 << 20)) {
                    ask(target, Workloads.sized(target, bytes), SHORT);
                }
            }
        }
        cores.holdProxy(target.child());
        ask(target, Workloads.get(target, Workloads.SMALL), SHORT);
    }

    /** Goes on with this steady load, for more than a minute and less than two, until what runs on a JVM hardly compiles any more. */
    void settle(Target target, Workload steady) throws IOException, InterruptedException {
        boolean quiet = !target.kind().onJvm();
        for (int steps = 1; steps <= MOST_STEPS && !quiet; steps++) {
            long before = compiled(target);
            ask(target, steady, STEP);
            quiet = steps >= LEAST_STEPS && compiled(target) - before < QUIET * STEP.toNanos();
        }
    }

    /** What its compilers have used of the processor's time, in nanoseconds. */
    private long compiled(Target target) {
        return cpu.ofCompilers(target.child().process().toHandle());
    }

    private long ask(Target target, Workload workload, Duration slot) throws IOException, InterruptedException {
        return generator.ask(target.port(), workload, slot, () -> {}).requests();
    }
}
