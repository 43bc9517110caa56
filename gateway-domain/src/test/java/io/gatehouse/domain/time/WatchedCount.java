package io.gatehouse.domain.time;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** A number that other threads change; those who wait for a value of it are woken by the change. */
public final class WatchedCount {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private int count;

    /** Changes it, and tells what it is now. */
    public synchronized int add(int more) {
        count += more;
        notifyAll();
        return count;
    }

    /** What it is now. */
    public synchronized int get() {
        return count;
    }

    /** Waits until it is as wanted; fails after a minute. */
    public synchronized void await(String what, IntPredicate wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.test(count)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("still waiting for " + what + " at " + count);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }
}
