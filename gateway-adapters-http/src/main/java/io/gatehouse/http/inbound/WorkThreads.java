package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.tenancy.FairQueue;
import io.gatehouse.domain.time.GatewayClock;
import java.lang.reflect.InvocationTargetException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one server that do what its I/O threads must not do: each kind of blocking work has some of its own, and so
 * have work of the processor and name look-ups. Safe for concurrent use.
 */
public final class WorkThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkThreads.class);
    private static final long REPORT_EVERY_NANOS = 10_000_000_000L;

    private static final int IDLE_SECONDS = 30;

    /** Pieces of blocking work of one kind at a time. */
    private static final int MOST_BLOCKING = 1024;

    /**
     * Pieces of processor work of one tenant that may wait, some seconds' work at worst: room for those who come back at once
     * when an issuer's keys are there, and for those who arrive meanwhile.
     */
    private static final int MOST_WAITING = 1024;

    /** A name is looked up once at a time, so no more than this many names that hang hold up others. */
    private static final int NAME_THREADS = 64;

    private final BlockingWork counterStore = new BlockingWork("gatehouse-counter-store", MOST_BLOCKING);
    /** Half of the processors, so that the other half is left for traffic. */
    private final ExecutorService processor =
            daemons("gatehouse-compute", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final ComputePool compute = new ComputePool(processor, MOST_WAITING);
    private final GatewayClock clock;
    private final Map<WorkKind, AtomicLong> reportedAt = new EnumMap<>(WorkKind.class);
    private final ExecutorService names = daemons("gatehouse-names", NAME_THREADS);

    /** Threads that begin when there is something to do. */
    public WorkThreads(GatewayClock clock) {
        this.clock = clock;
        for (WorkKind kind : WorkKind.values()) {
            reportedAt.put(kind, new AtomicLong(clock.nanoTime() - REPORT_EVERY_NANOS));
        }
    }

    /** Runs a piece of work; false if there is no room for more of its kind, or in that share. */
    public boolean run(WorkKind kind, String share, Runnable work) {
        boolean accepted = switch (kind) {
            case PROCESSOR -> compute.offer(share, work);
            case COUNTER_STORE -> counterStore.run(share, work);
        };
        if (!accepted) {
            report(kind, share);
        }
        return accepted;
    }

    /** Clients get the code; operators want to know whose requests these are, but not of each. */
    private void report(WorkKind kind, String share) {
        AtomicLong reported = reportedAt.get(kind);
        long now = clock.nanoTime();
        long last = reported == null ? now : reported.get();
        if (reported != null && now - last >= REPORT_EVERY_NANOS && reported.compareAndSet(last, now)) {
            LOG.warn(
                    "Requests of {} are refused with {}",
                    named(share),
                    kind.whenFull().code());
        }
    }

    /** Names of tenants have no blank; what has one says itself what it is, see {@code ThrottleEdge}. */
    private static String named(String share) {
        if (share.isEmpty()) {
            return "callers without a key";
        }
        return share.indexOf(' ') < 0 ? "tenant " + share : share;
    }

    /** For looking up names of upstream hosts: real threads, as the system's look-up would pin the thread below a virtual one. */
    public Executor names() {
        return names;
    }

    @Override
    public void close() {
        counterStore.close();
        processor.shutdownNow();
        names.shutdownNow();
    }

    /** So many threads at most, which end when they are idle and do not keep the process alive; whoever hands work to them bounds it. */
    private static ExecutorService daemons(String name, int most) {
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

    /**
     * Runs one kind of what may block, up to a limit of which no share has more than half: on virtual threads where the runtime has
     * them, else on a pool of threads, for which shares take turns. A place is taken until the work has ended, also while it waits for a thread.
     *
     * <p>Safe for concurrent use.
     */
    static final class BlockingWork implements AutoCloseable {

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
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                return daemons(name, POOL_THREADS);
            }
        }
    }

    /**
     * Runs work of the processor on few threads, so that the I/O threads always find a processor, and in turn by tenant, so that
     * nobody waits for the work that somebody else has made. Safe for concurrent use.
     */
    private static final class ComputePool {

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
}
