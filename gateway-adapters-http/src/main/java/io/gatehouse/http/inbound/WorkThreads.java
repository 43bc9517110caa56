package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.time.GatewayClock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one server that do what its I/O threads must not do: each kind of blocking work has some of its own, and so
 * have work of the processor and name look-ups. Safe for concurrent use.
 */
public final class WorkThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkThreads.class);
    private static final long TELL_EVERY_NANOS = 10_000_000_000L;

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
    private final ExecutorService processor = DaemonThreads.pool(
            "gatehouse-compute", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final ComputePool compute = new ComputePool(processor, MOST_WAITING);
    private final GatewayClock clock;
    private final Map<WorkKind, AtomicLong> toldAt = new EnumMap<>(WorkKind.class);
    private final ExecutorService names = DaemonThreads.pool("gatehouse-names", NAME_THREADS);

    /** Threads that begin when there is something to do. */
    public WorkThreads(GatewayClock clock) {
        this.clock = clock;
        for (WorkKind kind : WorkKind.values()) {
            toldAt.put(kind, new AtomicLong(clock.nanoTime() - TELL_EVERY_NANOS));
        }
    }

    /** Runs a piece of work; false if there is no room for more of its kind, or in that share. */
    boolean run(WorkKind kind, String share, Runnable work) {
        boolean accepted = switch (kind) {
            case PROCESSOR -> compute.offer(share, work);
            case COUNTER_STORE -> counterStore.run(share, work);
        };
        if (!accepted) {
            tell(kind, share);
        }
        return accepted;
    }

    /** Clients are told the code; operators want to know whose requests these are, but not of each. */
    private void tell(WorkKind kind, String share) {
        AtomicLong told = toldAt.get(kind);
        long now = clock.nanoTime();
        long last = told == null ? now : told.get();
        if (told != null && now - last >= TELL_EVERY_NANOS && told.compareAndSet(last, now)) {
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

    /** For looking up names of upstream hosts: real threads, as the system's look-up would hold a virtual one's carrier. */
    public Executor names() {
        return names;
    }

    @Override
    public void close() {
        counterStore.close();
        processor.shutdownNow();
        names.shutdownNow();
    }
}
