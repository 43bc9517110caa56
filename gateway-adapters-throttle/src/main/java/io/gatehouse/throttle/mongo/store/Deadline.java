package io.gatehouse.throttle.mongo.store;

import com.mongodb.client.MongoCollection;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When an answer of the store is of no use any more; the same for all operations that one answer takes. */
public final class Deadline {

    private final GatewayClock clock;
    private final long endNanos;

    Deadline(GatewayClock clock, Duration patience) {
        this.clock = clock;
        this.endNanos = clock.nanoTime() + patience.toNanos();
    }

    /** The collection, whose next operation has the rest of the time: finding a server, a connection, and the answer. */
    public <T> MongoCollection<T> within(MongoCollection<T> collection) {
        return collection.withTimeout(leftMillis(), TimeUnit.MILLISECONDS);
    }

    /** Milliseconds that are left, at least 1. */
    public long leftMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNanos - clock.nanoTime()));
    }

    /** Whether nothing is left. */
    public boolean isOver() {
        return endNanos - clock.nanoTime() <= 0;
    }
}
