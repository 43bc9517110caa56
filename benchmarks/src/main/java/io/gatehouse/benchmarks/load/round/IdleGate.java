package io.gatehouse.benchmarks.load.round;

import java.time.Duration;
import java.util.OptionalLong;

/** Waits for a moment in which the machine does nothing else. */
public final class IdleGate {

    private static final int LOOK_MILLIS = 100;

    private final MachineTime machine;
    private final double cores;
    private final Duration patience;

    /** Quiet means that fewer than {@code cores} processors are busy. */
    public IdleGate(MachineTime machine, double cores, Duration patience) {
        this.machine = machine;
        this.cores = cores;
        this.patience = patience;
    }

    /** Returns when it is quiet, or when patience is at an end; without patience at once. */
    public void await() throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && busy()) {
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
