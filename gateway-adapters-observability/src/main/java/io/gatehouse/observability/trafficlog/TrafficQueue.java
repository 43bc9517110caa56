package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeBounds;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes exchanges from the I/O threads to those who look at them, on one daemon thread.
 *
 * <p>The thread that reports an exchange only puts it into a bounded queue, if anybody wants to look at it, which takes no lock and wakes nobody; the other one
 * looks there every 20 milliseconds. What finds the queue full is dropped and counted. Safe for concurrent use.
 */
public final class TrafficQueue implements TrafficListener, AutoCloseable {

    /** How many exchanges wait at most: those of 40 milliseconds at 100,000 in a second. */
    static final int CAPACITY = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(TrafficQueue.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final Queue<ExchangeRecord> waiting = new MpscAtomicArrayQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();
    private final Reader[] readers;
    private final GatewayClock clock;
    private final Thread thread = new Thread(this::work, "gatehouse-traffic");
    private volatile boolean closed;

    /** Gives exchanges to these readers, in this order, from {@link #start} on. */
    public TrafficQueue(List<Reader> readers, GatewayClock clock) {
        this.readers = readers.toArray(Reader[]::new);
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Looks at exchanges; called by one thread, which waits for it. */
    public interface Reader {

        /** Whether it wants to look at this exchange. Asked by the thread that reports it, so it takes no time and no lock. */
        default boolean wants(ExchangeRecord exchange) {
            return true;
        }

        /** An exchange that somebody wants to look at has ended, at about this time, since the epoch. */
        void ended(ExchangeRecord exchange, long nowMillis);

        /** Called some fifty times a second, behind the exchanges that there were. */
        default void pause(long nowMillis) {}
    }

    /** Begins to give exchanges to the readers. */
    public void start() {
        thread.start();
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        if (isWanted(exchange) && (closed || !waiting.offer(ExchangeBounds.of(exchange)))) {
            dropped.increment();
        }
    }

    private boolean isWanted(ExchangeRecord exchange) {
        for (Reader reader : readers) {
            if (reader.wants(exchange)) {
                return true;
            }
        }
        return false;
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    /** How many exchanges were dropped. */
    public long dropped() {
        return dropped.sum();
    }

    private void work() {
        while (!closed) {
            drain();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Gives the readers what waits. Called by one thread at a time. */
    void drain() {
        long now = clock.epochMillis();
        for (int i = 0; i < CAPACITY; i++) {
            ExchangeRecord exchange = waiting.poll();
            if (exchange == null) {
                break;
            }
            for (Reader reader : readers) {
                give(reader, exchange, now);
            }
        }
        for (Reader reader : readers) {
            give(reader, null, now);
        }
    }

    /** Nothing that a reader does wrong keeps the others from reading. */
    private static void give(Reader reader, @Nullable ExchangeRecord exchange, long now) {
        try {
            if (exchange == null) {
                reader.pause(now);
            } else {
                reader.ended(exchange, now);
            }
        } catch (RuntimeException defect) {
            LOG.error("A reader of the traffic failed", defect);
        }
    }

    /** Ends the thread; what still waits is of no interest any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
