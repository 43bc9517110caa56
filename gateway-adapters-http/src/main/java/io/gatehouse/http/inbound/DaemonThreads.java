package io.gatehouse.http.inbound;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools of threads that end when they are idle, and do not keep the process alive. */
final class DaemonThreads {

    private static final int IDLE_SECONDS = 30;

    private DaemonThreads() {}

    /** So many threads at most; whoever hands work to them bounds it. */
    static ExecutorService pool(String name, int most) {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
