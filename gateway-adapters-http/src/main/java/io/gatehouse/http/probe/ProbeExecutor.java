package io.gatehouse.http.probe;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for probes: as many as there are probes at a time, up to a limit; beyond it probes wait in a line, which is no
 * longer than there are hosts. Threads that have nothing to do end. Safe for concurrent use.
 */
final class ProbeExecutor implements AutoCloseable {

    /** The most probes at once. */
    static final int MOST = 64;

    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final AtomicInteger made = new AtomicInteger();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private boolean closed;

    ProbeExecutor() {
        threads = new ThreadPoolExecutor(
                0,
                // The slots are the limit; a thread gives its slot back a moment before it can be used again.
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                this::thread,
                new DiscardPolicy());
    }

    /** Runs work now or when it is its turn, unless this is closed; false if the system has no thread to give. */
    boolean run(Runnable work) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (running == MOST) {
                waiting.add(work);
                return true;
            }
            running++;
        }
        try {
            threads.execute(() -> runAll(work));
            return true;
        } catch (OutOfMemoryError noThread) {
            giveBack();
            return false;
        }
    }

    private synchronized void giveBack() {
        running--;
    }

    private void runAll(Runnable first) {
        for (Runnable work = first; work != null; work = next()) {
            work.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable work = waiting.poll();
        if (work == null) {
            giveBack();
        }
        return work;
    }

    /** Drops what waits; what runs is left to end. */
    @Override
    public void close() {
        threads.shutdown();
        synchronized (this) {
            closed = true;
            waiting.clear();
        }
    }

    private Thread thread(Runnable work) {
        var thread = new Thread(work, "gatehouse-probe-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
