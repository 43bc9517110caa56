package io.gatehouse.security.fetch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that talk to identity providers and read key files, so that no request's thread has to. */
public final class BackgroundThreads {

    /** Enough for several slow name servers at once; every task of theirs has a deadline of its own. */
    private static final int MOST = 16;

    private BackgroundThreads() {}

    /**
     * At most 16 daemon threads that end after half a minute without work. What waits for them is bounded by who asks:
     * one fetch for every key set, a few dozen questions for every provider.
     */
    public static ExecutorService start() {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(MOST, MOST, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var thread = new Thread(work, "gatehouse-identity-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
