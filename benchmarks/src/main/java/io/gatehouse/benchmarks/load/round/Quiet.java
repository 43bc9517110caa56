package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.cpu.MachineTime;
import java.time.Duration;
import java.util.OptionalLong;

/** Waits for a moment in which the machine does nothing else. */
public final class Quiet {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LOOK_MILLIS = 300;

    private final MachineTime machine;
    private final double cores;

    /** Quiet means that fewer than so many processors are busy. */
    public Quiet(MachineTime machine, double cores) {
        this.machine = machine;
        this.cores = cores;
    }

    /** Returns when it is quiet, after ten seconds at the latest. */
    public void await() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (busy() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private boolean busy() throws InterruptedException {
        OptionalLong before = machine.nanos();
        long from = System.nanoTime();
        Thread.sleep(LOOK_MILLIS);
        OptionalLong after = machine.nanos();
        return before.isPresent()
                && after.isPresent()
                && after.getAsLong() - before.getAsLong() > cores * (System.nanoTime() - from);
    }
}
