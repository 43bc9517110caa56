package io.gatehouse.http.inbound;

import io.gatehouse.domain.tenancy.FairQueue;
import java.util.concurrent.Executor;

/**
 * Runs work of the processor on few threads, so that the I/O threads always find a processor, and in turn by tenant, so that
 * nobody waits for the work that somebody else has made. Safe for concurrent use.
 */
final class ComputePool {

    private final Executor threads;
    private final FairQueue<Runnable> queue;

    /** Has these threads work; so much of one tenant's work may wait. */
    ComputePool(Executor threads, int mostOfTenant) {
        this.threads = threads;
        this.queue = new FairQueue<>(mostOfTenant);
    }

    /** Queues a piece of work, which must not throw; false if too much of the tenant's waits already. */
    boolean offer(String tenant, Runnable work) {
        if (!queue.offer(tenant, work)) {
            return false;
        }
        // Every piece has the threads called once; which piece such a call serves, the queue says.
        threads.execute(this::next);
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // a wish that nothing depends on
    private void next() {
        Runnable work = queue.poll();
        if (work != null) {
            work.run();
            // What waits for a processor meanwhile, such as an I/O thread, goes first: it has far less to do.
            Thread.yield();
        }
    }
}
