package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyCountersTest {

    private static final CounterKey ACME = new CounterKey("q", "acme", null);

    private final ConcurrencyCounters counters = new ConcurrencyCounters();

    @Test
    void neverLetsMoreInThanTheLimitAndForgetsThoseWhoLeft() throws Exception {
        var inside = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> comingAndGoing = () -> {
                int most = 0;
                for (int entered = 0; entered < 5_000; ) {
                    Permit place = counters.enter(ACME, 3);
                    if (place == null) {
                        Thread.onSpinWait();
                    } else {
                        entered++;
                        most = Math.max(most, inside.incrementAndGet());
                        inside.decrementAndGet();
                        place.release();
                        place.release();
                    }
                }
                return most;
            };
            var results = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 8; n++) {
                results.add(pool.submit(comingAndGoing));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isBetween(1, 3);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(counters.underWay(ACME)).isZero();
        assertThat(counters.subjects()).isZero();
    }

    @Test
    void previewsWithoutTakingAPlace() {
        ConcurrencyLedger preview = counters.preview();
        for (int n = 0; n < 5; n++) {
            assertThat(preview.enter(ACME, 1)).isNotNull();
        }
        assertThat(counters.subjects()).isZero();

        assertThat(counters.enter(ACME, 1)).isNotNull();
        assertThat(preview.enter(ACME, 1)).isNull();
    }

    @Test
    void countsEqualCountersTogetherWhicheverObjectComesAndWhateverWasDroppedMeanwhile() {
        for (int n = 0; n < 1100; n++) {
            assertThat(counters.enter(new CounterKey("q", "another " + n, null), 1))
                    .isNotNull();
        }
        for (int n = 0; n < 3; n++) {
            Permit place = counters.enter(ACME, 1);
            assertThat(place).isNotNull();
            assertThat(counters.enter(new CounterKey("q", "acme", null), 1)).isNull();
            assertThat(counters.enter(ACME, 1)).isNull();
            assertThat(counters.underWay(ACME)).isOne();
            place.release();
            assertThat(counters.underWay(ACME)).isZero();
        }

        assertThat(new ConcurrencyCounters().enter(ACME, 1))
                .as("a place that others count")
                .isNotNull();
        assertThat(counters.subjects()).isEqualTo(1100);
    }
}
