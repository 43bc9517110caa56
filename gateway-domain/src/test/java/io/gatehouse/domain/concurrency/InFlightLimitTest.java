package io.gatehouse.domain.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {

    private static final long MILLI = 1_000_000;

    private long now;

    /** So many windows of calls that take so long, with as many in flight as may be. */
    private void windows(InFlightLimit limit, int count, long millis) {
        for (int window = 0; window < count; window++) {
            now += 100 * MILLI;
            for (int i = 0; i < 10; i++) {
                limit.observe(millis * MILLI, limit.now(), now);
            }
        }
    }

    @Test
    void aFixedLimitStays() {
        var limit = new InFlightLimit(new Bounds(7, 7), 0);
        windows(limit, 50, 10);
        windows(limit, 50, 1000);
        assertThat(limit.now()).isEqualTo(7);
    }

    @Test
    void growsToItsBoundShrinksUnderLoadAndRecovers() {
        var limit = new InFlightLimit(new Bounds(4, 200), 0);
        assertThat(limit.now()).isEqualTo(20);
        windows(limit, 200, 10);
        assertThat(limit.now()).isEqualTo(200);

        windows(limit, 60, 400);
        assertThat(limit.now()).as("responses take forty times as long").isBetween(4, 30);

        windows(limit, 300, 10);
        assertThat(limit.now()).as("they do not any more").isEqualTo(200);
    }

    @Test
    void doesNotGrowWhileItIsNotUsed() {
        var limit = new InFlightLimit(new Bounds(4, 200), 0);
        for (int i = 0; i < 1000; i++) {
            now += 100 * MILLI;
            limit.observe(10 * MILLI, 2, now);
        }
        assertThat(limit.now()).isEqualTo(20);
    }

    /** The same rule, written down plainly: all samples of a window in a list. */
    private static final class PlainLimit {

        private final Bounds bounds;
        private final List<Long> window = new ArrayList<>();
        private double limit = 20;
        private double usual;
        private int averaged;
        private int most;
        private long begun;

        PlainLimit(Bounds bounds) {
            this.bounds = bounds;
            limit = Math.min(bounds.max(), Math.max(bounds.min(), 20));
        }

        void observe(long nanos, int inFlight, long now) {
            window.add(Math.max(1, nanos));
            most = Math.max(most, inFlight);
            if (window.size() < 10 || now - begun < 100 * MILLI) {
                return;
            }
            double average = window.stream().mapToLong(Long::longValue).sum() / (double) window.size();
            int used = most;
            window.clear();
            most = 0;
            begun = now;
            if (averaged < 10) {
                averaged++;
                usual += (average - usual) / averaged;
            } else {
                usual += (average - usual) * 2 / 601;
                if (usual > 2 * average) {
                    usual *= 0.95;
                }
            }
            if (used >= limit / 2) {
                double gradient = Math.min(1, Math.max(0.5, 1.5 * usual / average));
                double wanted = limit * gradient + Math.sqrt(limit);
                limit = Math.min(bounds.max(), Math.max(bounds.min(), 0.8 * limit + 0.2 * wanted));
            }
        }
    }

    @Test
    void movesAsThePlainRuleSays() {
        long seed = 20261130;
        var random = new Random(seed);
        for (Bounds bounds : List.of(new Bounds(1, 50), new Bounds(10, 500), new Bounds(30, 31))) {
            var limit = new InFlightLimit(bounds, 0);
            var plain = new PlainLimit(bounds);
            long time = 0;
            double load = 10;
            for (int step = 0; step < 100_000; step++) {
                time += (long) (random.nextDouble() * 25 * MILLI);
                if (random.nextInt(2000) == 0) {
                    load = 1 + random.nextDouble() * 300;
                }
                long took = (long) (random.nextGaussian() * load * MILLI / 5 + load * MILLI);
                int inFlight = random.nextInt(2 * bounds.max());
                limit.observe(took, inFlight, time);
                plain.observe(took, inFlight, time);
                assertThat(limit.now())
                        .as("step %s of %s, seed %s", step, bounds, seed)
                        .isBetween(Math.min((int) (plain.limit - 1e-6), (int) plain.limit), (int) (plain.limit + 1e-6))
                        .isBetween(bounds.min(), bounds.max());
            }
        }
    }
}
