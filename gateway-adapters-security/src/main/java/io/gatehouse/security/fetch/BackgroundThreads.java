package io.gatehouse.security.fetch;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that do for identity what no request's thread may do. */
public final class BackgroundThreads {

    private BackgroundThreads() {}

    /** So many daemon threads at most, which end after half a minute without work. Whoever hands work to them bounds it. */
    public static ExecutorService start(String name, int most) {
        return start(name, most, new LinkedBlockingQueue<>());
    }

    /** The same, where no more than {@code waiting} pieces of work wait; the rest is rejected. */
    public static ExecutorService start(String name, int most, int waiting) {
        return start(name, most, new LinkedBlockingQueue<>(waiting));
    }

    private static ExecutorService start(String name, int most, BlockingQueue<Runnable> queue) {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, queue, work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
