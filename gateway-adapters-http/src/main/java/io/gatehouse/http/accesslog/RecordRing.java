package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one: putting takes no lock, wakes nobody and never waits.
 *
 * <p>A place is claimed by advancing the tail and filled afterwards; the reader stops at a claimed place that is not
 * filled yet. Places that were read are given back by {@link #release}, once for many, so that reader and writers
 * seldom touch the same cache line.
 */
final class RecordRing {

    private final AtomicReferenceArray<@Nullable ExchangeRecord> places;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong released = new AtomicLong();
    private long head;

    /** A ring of at least this many places. */
    RecordRing(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        places = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /** False if it is full; for any thread. */
    boolean offer(ExchangeRecord exchange) {
        long claimed;
        do {
            claimed = tail.get();
            if (claimed - released.get() > mask) {
                return false;
            }
        } while (!tail.compareAndSet(claimed, claimed + 1));
        places.setRelease((int) claimed & mask, exchange);
        return true;
    }

    /** The next record; null if there is none for now; for the one reader. */
    @Nullable
    ExchangeRecord poll() {
        int at = (int) head & mask;
        ExchangeRecord exchange = places.getAcquire(at);
        if (exchange != null) {
            places.setPlain(at, null);
            head++;
        }
        return exchange;
    }

    /** Gives back the places of all records that have been polled; for the one reader. */
    void release() {
        released.lazySet(head);
    }

    /** How many records wait or are being handed over; a moment later it may be another number. */
    long size() {
        return tail.get() - released.get();
    }
}
