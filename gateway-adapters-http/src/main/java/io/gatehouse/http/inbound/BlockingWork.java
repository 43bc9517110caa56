package io.gatehouse.http.inbound;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs one kind of what may block, up to a limit of which no tenant has more than half: on virtual threads where the runtime has
 * them, else on a pool of threads. A place is taken until the work has ended, also while it waits for a thread.
 *
 * <p>Safe for concurrent use.
 */
final class BlockingWork implements AutoCloseable {

    private static final int POOL_THREADS = 64;

    private final ExecutorService executor;
    private final int limit;
    private final Map<String, Integer> ofTenant = new HashMap<>();
    private int taken;

    /** Takes that many pieces of work at a time; the name is that of its threads. */
    BlockingWork(String name, int limit) {
        this.executor = executor(name);
        this.limit = limit;
    }

    /** Runs a piece of work; false if there is no room for it. */
    boolean run(String tenant, Runnable work) {
        if (!enter(tenant)) {
            return false;
        }
        executor.execute(() -> {
            try {
                work.run();
            } finally {
                leave(tenant);
            }
        });
        return true;
    }

    private synchronized boolean enter(String tenant) {
        int own = ofTenant.getOrDefault(tenant, 0);
        if (taken >= limit || own >= Math.max(1, limit / 2)) {
            return false;
        }
        taken++;
        ofTenant.put(tenant, own + 1);
        return true;
    }

    private synchronized void leave(String tenant) {
        taken--;
        ofTenant.computeIfPresent(tenant, (name, own) -> own == 1 ? null : own - 1);
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
