package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Measures every proxy once a round, so that what changes slowly on a machine meets all of them alike.
 *
 * <p>Every other round goes backwards: nobody always follows the same one. A noisy slot is repeated a few times; if none
 * is quiet, the quietest counts.
 */
public final class Rounds {

    private final Meter meter;
    private final IdleGate idle;
    private final double noise;
    private final int repeats;
    private final Duration limit;

    /** Slots in which other programs kept more than {@code noise} processors busy are repeated, so often at most. */
    public Rounds(Meter meter, IdleGate idle, double noise, int repeats, Duration limit) {
        this.meter = meter;
        this.idle = idle;
        this.noise = noise;
        this.repeats = repeats;
        this.limit = limit;
    }

    /**
     * Runs so many rounds, and fewer if the next would begin after the time limit. Reports each slot with its round,
     * from 1. The result is by proxy, in the order of rounds.
     */
    public Map<Target.Kind, List<MeasuredSlot>> run(
            int count, List<Target> targets, BiConsumer<Integer, MeasuredSlot> listener)
            throws IOException, InterruptedException {
        var slots = new EnumMap<Target.Kind, List<MeasuredSlot>>(Target.Kind.class);
        var order = new ArrayList<>(targets);
        long end = System.nanoTime() + limit.toNanos();
        for (int round = 1; round <= count && System.nanoTime() < end; round++) {
            for (Target target : order) {
                MeasuredSlot slot = quietest(target);
                slots.computeIfAbsent(target.kind(), kind -> new ArrayList<>()).add(slot);
                listener.accept(round, slot);
            }
            Collections.reverse(order);
        }
        return slots;
    }

    private MeasuredSlot quietest(Target target) throws IOException, InterruptedException {
        MeasuredSlot best = null;
        for (int attempt = 0; attempt <= repeats && (best == null || best.noisierThan(noise)); attempt++) {
            idle.await();
            MeasuredSlot slot = meter.measure(target);
            best = best == null || slot.otherCores() < best.otherCores() ? slot : best;
        }
        if (best == null) {
            throw new IllegalStateException("not measured at all");
        }
        return best;
    }
}
