package io.gatehouse.http.inbound;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what may block, up to a limit: on virtual threads where the runtime has them, else on a pool of threads.
 *
 * <p>Safe for concurrent use.
 */
public final class BlockingWork implements AutoCloseable {

    private static final int POOL_THREADS = 64;

    private final ExecutorService executor;
    private final Semaphore room;

    /** Takes that many pieces of work at a time, those that wait for a thread included. */
    public BlockingWork(int limit) {
        this.executor = executor();
        this.room = new Semaphore(limit);
    }

    /** Reserves a place; false if there is none. Every place is given up by one {@link #run}. */
    public boolean reserve() {
        return room.tryAcquire();
    }

    /** Runs a piece of work in a reserved place. */
    public void run(Runnable work) {
        executor.execute(() -> {
            try {
                work.run();
            } finally {
                room.release();
            }
        });
    }

    /** For work whose amount is limited by itself, such as looking up the names of upstream hosts. */
    public Executor unlimited() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static ExecutorService executor() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return Executors.newFixedThreadPool(POOL_THREADS, named());
        }
    }

    private static ThreadFactory named() {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, "gatehouse-blocking-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
