package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Measures one proxy for a while. */
public final class Meter {

    private final CpuTime cpu;
    private final MachineTime machine;
    private final LoadGenerator generator;
    private final Child backend;
    private final Duration time;

    public Meter(CpuTime cpu, MachineTime machine, LoadGenerator generator, Child backend, Duration time) {
        this.cpu = cpu;
        this.machine = machine;
        this.generator = generator;
        this.backend = backend;
        this.time = time;
    }

    /** Asks the proxy, and reads the clocks before and after. */
    public MeasuredSlot measure(Target target) throws IOException, InterruptedException {
        Reading before = read(target);
        Load load = generator.ask(target.url(), time);
        Reading after = read(target);
        long proxy = after.proxy - before.proxy;
        return new MeasuredSlot(target.kind(), load, proxy, otherCores(before, after, proxy, load.nanos()));
    }

    private double otherCores(Reading before, Reading after, long proxy, long nanos) {
        if (before.machine.isEmpty() || after.machine.isEmpty()) {
            return Double.NaN;
        }
        long all = after.machine.getAsLong() - before.machine.getAsLong();
        long ours = proxy + after.rest - before.rest;
        return Math.max(0, (double) (all - ours) / nanos);
    }

    private Reading read(Target target) {
        long rest = cpu.ofSelfAndEnded() + cpu.ofTree(backend.process().toHandle()) + generator.cpuNanos();
        return new Reading(cpu.ofTree(target.child().process().toHandle()), rest, machine.nanos());
    }

    /** Processor time so far: of the proxy, of the rest of the run, of the whole machine. */
    private record Reading(long proxy, long rest, OptionalLong machine) {}
}
