package io.gatehouse.http.exchange;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are being processed, or what else is under way, up to a limit. Safe for concurrent use; counting takes no lock. */
public final class InFlight {

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean awaited;

    public InFlight(int limit) {
        this.limit = limit;
    }

    /** Counts one more request; false, and nothing counted, if there are too many. */
    public boolean enter() {
        if (count.incrementAndGet() <= limit) {
            return true;
        }
        leave();
        return false;
    }

    /** Counts one request less. */
    public void leave() {
        if (count.decrementAndGet() == 0 && awaited) {
            signalIdle();
        }
    }

    /** Requests being processed now. */
    public int count() {
        return count.get();
    }

    /** Waits until there is none, at most that long; false if some are left. */
    public boolean awaitNone(Duration patience) throws InterruptedException {
        awaited = true;
        lock.lock();
        try {
            long left = patience.toNanos();
            while (count.get() > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return count.get() <= 0;
        } finally {
            lock.unlock();
        }
    }

    private void signalIdle() {
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
