package io.gatehouse.observability.tally;

import io.gatehouse.observability.grouping.ExchangeGroup;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tally of the last minute, which moves on by ten seconds, and one since the start. Used under a lock. */
final class MinuteTally {

    private static final int SLOTS = 6;
    private static final long SLOT_MILLIS = 10_000;

    private final Supplier<TrafficTally> tallies;
    private final @Nullable TrafficTally[] slots = new @Nullable TrafficTally[SLOTS];
    private final long[] numbers = new long[SLOTS];
    private final TrafficTally sinceStart = TrafficTally.plain();
    private long lastMillis;

    /** With tallies of this kind. */
    MinuteTally(Supplier<TrafficTally> tallies) {
        this.tallies = tallies;
        Arrays.fill(numbers, -1);
    }

    void add(ExchangeGroup group, long nowMillis) {
        long number = nowMillis / SLOT_MILLIS;
        int at = (int) (number % SLOTS);
        TrafficTally slot = slots[at];
        if (slot == null) {
            slot = tallies.get();
            slots[at] = slot;
        }
        if (numbers[at] != number) {
            slot.clear();
            numbers[at] = number;
        }
        slot.add(group);
        sinceStart.add(group);
        lastMillis = nowMillis;
    }

    /** When the last one was added, since the epoch. */
    long lastMillis() {
        return lastMillis;
    }

    TrafficTally.Sum lastMinute(long nowMillis) {
        long number = nowMillis / SLOT_MILLIS;
        TrafficTally sum = tallies.get();
        for (int i = 0; i < SLOTS; i++) {
            TrafficTally slot = slots[i];
            if (slot != null && numbers[i] > number - SLOTS && numbers[i] <= number) {
                sum.add(slot);
            }
        }
        return sum.sum();
    }

    TrafficTally.Sum sinceStart() {
        return sinceStart.sum();
    }
}
