package io.gatehouse.observability.usage;

import java.util.concurrent.atomic.AtomicLong;

/** How many series may be counted apart in all, and their numbers. Safe for concurrent use. */
final class UsageRoom {

    private final long most;
    private final int mostOfTenant;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Room that is empty.
     *
     * @param most how many series in all
     * @param mostOfTenant how many of one tenant in an hour
     */
    UsageRoom(long most, int mostOfTenant) {
        this.most = most;
        this.mostOfTenant = mostOfTenant;
    }

    /** Takes room; false if there is not so much. */
    boolean take(int series) {
        if (taken.get() + series > most) {
            return false;
        }
        taken.addAndGet(series);
        return true;
    }

    void giveBack(long series) {
        taken.addAndGet(-series);
    }

    /** A number that no other series has. */
    long number() {
        return numbers.incrementAndGet();
    }

    int mostOfTenant() {
        return mostOfTenant;
    }

    long most() {
        return most;
    }

    long taken() {
        return taken.get();
    }
}
