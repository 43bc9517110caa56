package io.gatehouse.http.timer;

import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domain's timer on one daemon thread of its own.
 *
 * <p>A cancelled task leaves the queue at once, so that millions of time-outs that never happen hold no memory. Tasks
 * that are due while another runs wait for it. Safe for concurrent use.
 */
public final class ScheduledTimer implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimer.class);

    private final ScheduledThreadPoolExecutor executor;

    /** A timer that runs until it is closed. */
    public ScheduledTimer() {
        executor = new ScheduledThreadPoolExecutor(1, ScheduledTimer::thread, new DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        Future<?> scheduled = executor.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Drops whatever has not begun; what has begun runs to its end. */
    @Override
    public void close() {
        executor.shutdown();
    }

    /** The tasks that wait for their time; for tests. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Whether its thread has ended in time after closing; for tests. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Runnable task) {
        if (executor.isShutdown()) {
            // The executor itself drops only tasks that are not due yet.
            return;
        }
        try {
            task.run();
        } catch (Throwable defect) {
            LOG.error("A timed task failed", defect);
        }
    }

    /** A delay of centuries counts as {@code Long.MAX_VALUE / 2}, which the executor can still add to its clock. */
    private static long nanos(Duration delay) {
        return TimeUnit.NANOSECONDS.convert(delay) > Long.MAX_VALUE / 2 ? Long.MAX_VALUE / 2 : delay.toNanos();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "gatehouse-timer");
        thread.setDaemon(true);
        return thread;
    }
}
