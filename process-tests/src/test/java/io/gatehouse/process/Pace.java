package io.gatehouse.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What paces a load: waits for a moment, or for the end of the load, whichever comes first. Safe for concurrent use. */
final class Pace {

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits until then, on the clock of {@link System#nanoTime}; false if the load ends before. */
    boolean until(long nanos) {
        try {
            return !ended.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same, counted from now. */
    boolean after(long time, TimeUnit unit) {
        return until(System.nanoTime() + unit.toNanos(time));
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Ends the load: nobody waits any more. */
    void end() {
        ended.countDown();
    }
}
