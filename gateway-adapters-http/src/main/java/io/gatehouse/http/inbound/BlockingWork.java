package io.gatehouse.http.inbound;

import io.gatehouse.domain.tenancy.FairQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs one kind of what may block, up to a limit of which no share has more than half: on virtual threads where the runtime has
 * them, else on a pool of threads, for which shares take turns. A place is taken until the work has ended, also while it waits for a thread.
 *
 * <p>Safe for concurrent use.
 */
final class BlockingWork implements AutoCloseable {

    private static final int POOL_THREADS = 64;

    private final ExecutorService executor;
    private final int limit;
    private final FairQueue<Runnable> queue;
    private final Map<String, Integer> ofShare = new HashMap<>();
    private int taken;

    /** Takes that many pieces of work at a time; the name is that of its threads. */
    BlockingWork(String name, int limit) {
        this.executor = executor(name);
        this.limit = limit;
        this.queue = new FairQueue<>(limit);
    }

    /** Runs a piece of work; false if there is no room for it. */
    boolean run(String share, Runnable work) {
        if (!enter(share)) {
            return false;
        }
        queue.offer(share, () -> {
            try {
                work.run();
            } finally {
                leave(share);
            }
        });
        // Every piece has a thread called once; which piece such a call serves, the queue says.
        executor.execute(this::next);
        return true;
    }

    private void next() {
        Runnable work = queue.poll();
        if (work != null) {
            work.run();
        }
    }

    private synchronized boolean enter(String share) {
        int own = ofShare.getOrDefault(share, 0);
        if (taken >= limit || own >= Math.max(1, limit / 2)) {
            return false;
        }
        taken++;
        ofShare.put(share, own + 1);
        return true;
    }

    private synchronized void leave(String share) {
        taken--;
        ofShare.computeIfPresent(share, (name, own) -> own == 1 ? null : own - 1);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static ExecutorService executor(String name) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return DaemonThreads.pool(name, POOL_THREADS);
        }
    }
}
