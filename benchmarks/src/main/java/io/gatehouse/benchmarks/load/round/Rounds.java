package io.gatehouse.benchmarks.load.round;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures every spot once a round, so that what changes slowly on a machine meets all of them alike.
 *
 * <p>Every other round goes backwards: nobody always follows the same one. A noisy measurement is repeated a few times; if none is quiet, the
 * quietest counts.
 */
public final class Rounds {

    private final Meter meter;
    private final IdleGate idle;
    private final double noise;
    private final int repeats;

    /** Measurements in which other programs kept more than {@code noise} processors busy are repeated, so often at most. */
    public Rounds(Meter meter, IdleGate idle, double noise, int repeats) {
        this.meter = meter;
        this.idle = idle;
        this.noise = noise;
        this.repeats = repeats;
    }

    /** Runs so many rounds, and fewer if the next would begin after the time limit; gives each sample to the sink. */
    public void run(int count, Duration limit, List<Spot> spots, Consumer<Sample> sink)
            throws IOException, InterruptedException {
        var order = new ArrayList<>(spots);
        long end = System.nanoTime() + limit.toNanos();
        for (int round = 1; round <= count && System.nanoTime() < end; round++) {
            for (Spot spot : order) {
                sink.accept(quietest(spot, round));
            }
            Collections.reverse(order);
        }
    }

    private Sample quietest(Spot spot, int round) throws IOException, InterruptedException {
        Sample best = null;
        for (int attempt = 0; attempt <= repeats && (best == null || best.get(Figure.OTHER) > noise); attempt++) {
            idle.await();
            Sample sample = meter.measure(spot, round);
            best = best == null || sample.get(Figure.OTHER) < best.get(Figure.OTHER) ? sample : best;
        }
        if (best == null) {
            throw new IllegalStateException("not measured at all");
        }
        return best;
    }
}
