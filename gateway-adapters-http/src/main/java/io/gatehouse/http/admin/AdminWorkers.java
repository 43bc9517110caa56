package io.gatehouse.http.admin;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that routes run on. Guarded routes have threads and a queue of their own: whoever may only read the metrics
 * keeps no operator from loading the registry. Safe for concurrent use.
 */
final class AdminWorkers implements AutoCloseable {

    static final int THREADS = 2;
    static final int QUEUE = 32;
    private static final long KEPT_SECONDS = 30;

    private final ThreadPoolExecutor open = threads("gatehouse-admin-open");
    private final ThreadPoolExecutor guarded = threads("gatehouse-admin-guarded");

    private static ThreadPoolExecutor threads(String name) {
        var threads = new ThreadPoolExecutor(
                THREADS, THREADS, KEPT_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
                    var thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Has this done for a request of a guarded route or an open one; false if too many wait already. */
    boolean begin(boolean isGuarded, Runnable work) {
        try {
            (isGuarded ? guarded : open).execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Interrupts what runs, and waits for its end, a second at most. */
    @Override
    public void close() {
        open.shutdownNow();
        guarded.shutdownNow();
        try {
            open.awaitTermination(1, TimeUnit.SECONDS);
            guarded.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
